"""A multiplier: where its condition holds the line is multiplied.

>>> multiplied(Fraction(500), holds=True, by=Fraction(3, 2)), multiplied(Fraction(500), holds=False, by=Fraction(3, 2))
(Fraction(750, 1), Fraction(500, 1))
"""

from fractions import Fraction


def multiplied(line: Fraction, *, holds: bool, by: Fraction) -> Fraction:
    """The line after the multiplier."""
    return line * by if holds else line
