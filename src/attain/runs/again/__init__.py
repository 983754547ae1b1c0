"""Calculating again only what a change can reach."""

from attain.runs.again.ground import Ground, ground_of, readings
from attain.runs.again.some import calculate_changed, calculate_some, may_shrink, outgrown, shrunk

__all__ = [
    "Ground",
    "calculate_changed",
    "calculate_some",
    "ground_of",
    "may_shrink",
    "outgrown",
    "readings",
    "shrunk",
]
