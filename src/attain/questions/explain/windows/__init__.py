"""Explains what pays per window: pots, prizes, formulas and payouts, line by line and in fractions."""
