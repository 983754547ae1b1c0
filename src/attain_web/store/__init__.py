"""What Attain remembers, in PostgreSQL: facts in batches, plans, runs and postings; nothing in it is rewritten."""
