"""Who may sign in: accounts with their passwords, and the forms that were sent."""
