"""What a payee has accumulated in a window, and against which target."""
