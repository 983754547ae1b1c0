"""Calculating again only what a change can reach."""

from attain.runs.again.ground import Ground, ground_of, readings
from attain.runs.again.some import calculate_changed, calculate_some, outgrown

__all__ = ["Ground", "calculate_changed", "calculate_some", "ground_of", "outgrown", "readings"]
