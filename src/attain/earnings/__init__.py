"""Earnings: what a rate pays, changed, rounded, taken back and released."""

from attain.earnings.clawbacks import original_rate, rerate, unearned, unwind
from attain.earnings.lines import Lines, difference
from attain.earnings.model import Clawback, Earned, Hold, Modifier, Release, ReleaseByChild, Releases
from attain.earnings.modifiers import cap, floor, gate, kicker, multiplier
from attain.earnings.rounding import round_lines, round_states
from attain.earnings.table import EARNINGS
from attain.money import largest

MODIFIERS = {"gate": gate, "multiplier": multiplier, "kicker": kicker, "cap": cap, "floor": floor}
POLICIES = {"original_rate": original_rate, "rerate": rerate, "unwind": unwind, "unearned": unearned}
KINDS = {**MODIFIERS, **POLICIES}

__all__ = [
    "EARNINGS",
    "KINDS",
    "MODIFIERS",
    "POLICIES",
    "Clawback",
    "Earned",
    "Hold",
    "Lines",
    "Modifier",
    "Release",
    "ReleaseByChild",
    "Releases",
    "difference",
    "largest",
    "round_lines",
    "round_states",
]
