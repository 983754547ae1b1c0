"""Cancelled before it was earned: what was released beyond what is earned so far goes back.

480 earned over 12 months, 360 released, cancelled in the fourth month: 160 are earned, 200 go back.

>>> str(taken_back(Fraction(480), released=Fraction(3, 4), earned=Fraction(4, 12), unit=Fraction(1, 100)))
'-200'
>>> str(taken_back(Fraction(480), released=Fraction(1, 4), earned=Fraction(4, 12), unit=Fraction(1, 100)))
'0'
"""

from fractions import Fraction

from tests.oracle.rounding import half_away


def taken_back(line: Fraction, *, released: Fraction, earned: Fraction, unit: Fraction) -> Fraction:
    """The amount that goes back; nothing where no more was released than is earned."""
    if released <= earned:
        return Fraction(0)
    return half_away(line * earned, unit) - half_away(line * released, unit)
