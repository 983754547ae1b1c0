"""Runs: plans over facts, from credits to payments."""

from attain.runs.calculate import Results, calculate
from attain.runs.facts import Facts

__all__ = ["Facts", "Results", "calculate"]
