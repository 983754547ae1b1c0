"""A gate: where its condition does not hold the line earns a part, usually nothing.

>>> opened(Fraction(500), holds=False, otherwise=Fraction(0)), opened(Fraction(500), holds=True, otherwise=Fraction(0))
(Fraction(0, 1), Fraction(500, 1))
"""

from fractions import Fraction


def opened(line: Fraction, *, holds: bool, otherwise: Fraction) -> Fraction:
    """The line behind the gate."""
    return line if holds else line * otherwise
