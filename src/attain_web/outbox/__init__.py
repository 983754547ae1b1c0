"""What is told to others: signed webhooks for programs, notices in the application and by e-mail for people."""
