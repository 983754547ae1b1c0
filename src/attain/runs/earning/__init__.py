"""What a component pays for each line: rate, tables, modifiers, rounding, take-backs, release."""
