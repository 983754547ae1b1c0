"""Uncredited: the rows of sources that pay nobody, each with the one reason that stopped it last."""

from attain.questions.uncredited.finding import QUICK_ROWS, Covered, Uncredited, is_quickly_known, uncredited
from attain.questions.uncredited.reasons import NORMAL, REASONS, SAID, Reason
from attain.questions.uncredited.table import UNCREDITED

__all__ = [
    "NORMAL",
    "QUICK_ROWS",
    "REASONS",
    "SAID",
    "UNCREDITED",
    "Covered",
    "Reason",
    "Uncredited",
    "is_quickly_known",
    "uncredited",
]
