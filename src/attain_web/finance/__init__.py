"""What finance sees: what is owed, pay runs, journals, and that everything ties out."""
