"""The payout curve of a component, asked of the rate kinds themselves: for the linter, and for drawings."""

from attain.questions.curves.components import Curves, curves_of
from attain.questions.curves.payout import PayoutCurve

__all__ = ["Curves", "PayoutCurve", "curves_of"]
