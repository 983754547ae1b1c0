"""Diff: two runs, two plan versions or two data states compared, and the difference split by cause to the cent."""

from attain.questions.diff.parts import Difference, difference
from attain.questions.diff.states import CAUSES, State

__all__ = ["CAUSES", "Difference", "State", "difference"]
