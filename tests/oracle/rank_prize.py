"""Prizes for the first places: those of one value share the prizes of their places, or each wins that of the first.

>>> values = [Fraction(9), Fraction(7), Fraction(7), Fraction(4)]
>>> prizes = [Fraction(5000), Fraction(3000), Fraction(1000)]
>>> [[int(won) for won in prizes_of(prizes, values, ties, Fraction(1))] for ties in ("shared", "min", "dense")]
[[5000, 2000, 2000, 0], [5000, 3000, 3000, 0], [5000, 3000, 3000, 1000]]
"""

from fractions import Fraction

from tests.oracle.pool import remainders
from tests.oracle.rank import ranks
from tests.oracle.rounding import half_away


def prizes_of(prizes: list[Fraction], values: list[Fraction], ties: str, unit: Fraction) -> list[Fraction]:
    """What each value wins."""
    places = ranks(values, "dense" if ties == "dense" else "min")
    listed = prizes + [Fraction(0)] * len(values)
    if ties != "shared":
        return [half_away(listed[place - 1], unit) for place in places]
    won = {}
    for place in sorted(set(places)):
        tied = [number for number, own in enumerate(places) if own == place]
        pooled = sum(listed[place - 1 : place - 1 + len(tied)], Fraction(0))
        won |= dict(zip(tied, remainders([pooled / len(tied)] * len(tied), unit), strict=True))
    return [won[number] for number in range(len(values))]
