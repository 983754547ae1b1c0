"""Words and drawings that every template knows."""
