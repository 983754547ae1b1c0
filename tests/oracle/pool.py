"""A pot and those who share it: each part is cut down to whole units, and what is left goes to the largest remainders.

>>> [str(part) for part in shared(Fraction(100), [Fraction(1)] * 3, of_total=True, unit=Fraction(1, 100))]
['1667/50', '3333/100', '3333/100']
>>> [str(part) for part in shared(Fraction(100), [Fraction(1, 4)] * 2, of_total=False, unit=Fraction(1))]
['25', '25']
"""

from fractions import Fraction
from math import floor

from tests.oracle.rounding import half_away


def shared(pot: Fraction, shares: list[Fraction], *, of_total: bool, unit: Fraction) -> list[Fraction]:
    """What each member gets, in the order of the members."""
    total = sum(shares, Fraction(0))
    parts = [share / total if total else Fraction(0) for share in shares] if of_total else shares
    return remainders([pot * part for part in parts], unit)


def remainders(exact: list[Fraction], unit: Fraction) -> list[Fraction]:
    """Whole units that add up to the rounded sum: larger remainders are lifted first, then earlier ones."""
    whole = [floor(part / unit) for part in exact]
    missing = int(half_away(sum(exact, Fraction(0)), unit) / unit) - sum(whole)
    rests = sorted(range(len(exact)), key=lambda n: (-(exact[n] / unit - whole[n]), n))
    return [(whole[n] + (n in rests[:missing])) * unit for n in range(len(exact))]
