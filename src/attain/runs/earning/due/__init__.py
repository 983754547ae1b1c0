"""What decides when a line is paid: rows of a child table, and holds."""
