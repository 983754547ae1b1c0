"""Cancelled at the original rate: each line is taken back at what it earned, times the share that the plan says.

A line of 4,000 is taken back with −4,000, whatever the curve would say now.

>>> str(taken_back(Fraction(4000), share=Fraction(1), unit=Fraction(1, 100)))
'-4000'
"""

from fractions import Fraction

from tests.oracle.rounding import half_away


def taken_back(line: Fraction, *, share: Fraction, unit: Fraction) -> Fraction:
    """The amount of the reversal of a line."""
    return -half_away(line * share, unit)
