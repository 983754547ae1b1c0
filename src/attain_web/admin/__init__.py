"""What a comp admin sees: periods and their steps, loads, plans, targets, runs, and who may do what."""
