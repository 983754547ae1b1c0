"""What a run reads: facts, the plan's rules, its periods and its expressions."""
