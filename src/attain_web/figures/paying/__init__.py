"""What a payee is paid over more than one period."""
