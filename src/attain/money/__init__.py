"""The only room that multiplies, divides, rounds, splits or converts money, and proves that nothing overflows."""

from attain.money.allocate import allocate, largest_remainder
from attain.money.currency import minor_digits
from attain.money.decimals import decimal_text, rescaled, whole_units
from attain.money.exact import Exact, TooLarge, integer_type, largest, proved_64, proved_sum
from attain.money.rounding import Rounding, at_scale, round_fraction, rounded

__all__ = [
    "Exact",
    "Rounding",
    "TooLarge",
    "allocate",
    "at_scale",
    "decimal_text",
    "integer_type",
    "largest",
    "largest_remainder",
    "minor_digits",
    "proved_64",
    "proved_sum",
    "rescaled",
    "round_fraction",
    "rounded",
    "whole_units",
]
