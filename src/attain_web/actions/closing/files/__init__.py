"""Files to and from people: decisions in bulk, and what goes to payroll and comes back."""
