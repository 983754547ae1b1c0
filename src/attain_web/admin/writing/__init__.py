"""A plan as a form beside its text, and what a version would change for whom."""
