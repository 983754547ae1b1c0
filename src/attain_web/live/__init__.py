"""What changed, told to open pages as it happens; they ask for it again, as themselves."""
