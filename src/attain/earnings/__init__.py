"""Earnings: what a rate pays, changed, rounded, taken back and released."""

from attain.earnings import cap, floor, gate, kicker, multiplier
from attain.earnings.lines import Lines, difference, evened, largest
from attain.earnings.model import Clawback, Earned, Modifier, Release
from attain.earnings.rounding import round_lines, round_states
from attain.earnings.table import EARNINGS

MODIFIERS = {"gate": gate, "multiplier": multiplier, "kicker": kicker, "cap": cap, "floor": floor}
KINDS = MODIFIERS

__all__ = [
    "EARNINGS",
    "KINDS",
    "MODIFIERS",
    "Clawback",
    "Earned",
    "Lines",
    "Modifier",
    "Release",
    "difference",
    "evened",
    "largest",
    "round_lines",
    "round_states",
]
