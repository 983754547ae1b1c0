"""Places by value, the largest first: equal values have one place, and the next one counts them all, or once.

>>> ranks([Fraction(9), Fraction(7), Fraction(7), Fraction(4)], "min")
[1, 2, 2, 4]
>>> ranks([Fraction(9), Fraction(7), Fraction(7), Fraction(4)], "dense")
[1, 2, 2, 3]
"""

from fractions import Fraction


def ranks(values: list[Fraction], ties: str) -> list[int]:
    """The place of each value."""
    above = set if ties == "dense" else list
    return [1 + len(above(other for other in values if other > value)) for value in values]
