"""Findings about the rules around the curve: conditions, modifiers, targets, clawbacks, draws."""
