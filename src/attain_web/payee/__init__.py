"""What a payee sees: what they earned, what deals would pay, their statements, and how every number came about."""
