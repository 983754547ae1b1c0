"""What a manager sees: the team's attainment, its statements and disputes, and what waits for approval."""
