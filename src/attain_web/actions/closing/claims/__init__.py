"""What stands behind a dispute: its evidence, the deals said to be missing, and what a correction would change."""
