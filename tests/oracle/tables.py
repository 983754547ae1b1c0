"""Reading a rate table at a point: which bound has been reached.

>>> tiers = ((Fraction(0), Fraction(8, 100)), (Fraction(1), Fraction(12, 100)))
>>> reached(tiers, Fraction(1), "reached"), reached(tiers, Fraction(1), "above")
(Fraction(3, 25), Fraction(2, 25))
>>> reached(tiers, Fraction(-5), "reached")
Fraction(2, 25)
"""

from fractions import Fraction

from tests.oracle.model import Table


def is_past(x: Fraction, bound: Fraction, boundary: str) -> bool:
    """Whether ``x`` owns ``bound``: reaching it is enough, unless the plan says above."""
    return x > bound if boundary == "above" else x >= bound


def reached(tiers: Table, x: Fraction | None, boundary: str) -> Fraction:
    """The rate of the tier that ``x`` is in; a first tier from 0 also holds below 0; nothing below a later one."""
    if x is None:
        return Fraction(0)
    rate = tiers[0][1] if tiers[0][0] == 0 else Fraction(0)
    for bound, pay in tiers:
        if is_past(x, bound, boundary):
            rate = pay
    return rate
