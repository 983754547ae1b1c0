"""A floor: no line is smaller than it, or a window that has lines is lifted to it by one more line.

>>> str(lifted(Fraction(100), at=Fraction(150), base=Fraction(400)))
'150'
>>> str(lifted(Fraction(-100), at=Fraction(150), base=Fraction(-400)))
'-150'
>>> str(missing([Fraction(100), Fraction(20)], Fraction(150)))
'30'
"""

from collections.abc import Sequence
from fractions import Fraction


def lifted(line: Fraction, *, at: Fraction, base: Fraction) -> Fraction:
    """The line, at least ``at`` in size and with the sign of its base."""
    size = max(abs(line), at)
    return -size if base < 0 else size


def missing(lines: Sequence[Fraction], at: Fraction) -> Fraction:
    """What a window's lines lack to ``at``; 0 if nothing."""
    return max(Fraction(0), at - sum(lines, Fraction(0)))
