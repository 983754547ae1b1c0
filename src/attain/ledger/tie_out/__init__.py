"""Tie-out: from source to journal every amount is found again, or the row is named that is not."""

from attain.ledger.tie_out.comparing import ATTRIBUTES, FOUND, compared
from attain.ledger.tie_out.stages import Steps, tie_out

__all__ = ["ATTRIBUTES", "FOUND", "Steps", "compared", "tie_out"]
