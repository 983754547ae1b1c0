"""Measures: numbers with an owner and a window that credits move."""

from attain.measures.model import Measure
from attain.measures.table import MEASURES
from attain.measures.walk import KINDS, once_per_team, states, walked

__all__ = ["KINDS", "MEASURES", "Measure", "once_per_team", "states", "walked"]
