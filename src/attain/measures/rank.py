"""rank: the place of each payee by another measure, the largest value first.

90, 70, 70 and 40 have the places 1, 2, 2 and 4; with ``ties: dense`` the last one is third. Who has no value yet, or
does not take part, has no place.
Source: docs/behaviours/measures.md. Oracle: tests/oracle/rank.py.
"""

from collections.abc import Sequence
from fractions import Fraction


def places(values: Sequence[Fraction], *, dense: bool = False) -> list[int]:
    """Return the place of each value; equal values have the same.

    >>> places([Fraction(90), Fraction(70), Fraction(70), Fraction(40)])
    [1, 2, 2, 4]
    >>> places([Fraction(90), Fraction(70), Fraction(70), Fraction(40)], dense=True)
    [1, 2, 2, 3]
    """
    found: dict[Fraction, int] = {}
    for number, value in enumerate(sorted(values, reverse=True), start=1):
        if value not in found:
            found[value] = len(found) + 1 if dense else number
    return [found[value] for value in values]
