"""Cancelled before it was earned: what is not earned goes back, and what was not released yet is never released.

480 earned over 12 months, cancelled in the fourth month: 160 are earned, 320 go back.

>>> str(taken_back(Fraction(480), earned=Fraction(4, 12), share=Fraction(1), unit=Fraction(1, 100)))
'-320'

360 were released; of the 320, 200 are cash that comes back at once, the rest meets the instalments of months 10 to 12.

>>> from datetime import date
>>> parts = [(Fraction(3, 4), date(2026, 1, 10)), (Fraction(1, 4), date(2026, 10, 10))]
>>> [(str(share), day.month) for share, day in stopped(parts, earned=Fraction(4, 12), day=date(2026, 4, 5))]
[('5/8', 4), ('3/8', 10)]
"""

from datetime import date
from fractions import Fraction

from tests.oracle.rounding import half_away


def taken_back(line: Fraction, *, earned: Fraction, share: Fraction, unit: Fraction) -> Fraction:
    """The amount that goes back: the share of the line that is not earned."""
    return -half_away(line * (1 - earned) * share, unit)


def stopped(
    parts: list[tuple[Fraction, date | None]], *, earned: Fraction, day: date
) -> list[tuple[Fraction, date | None]]:
    """When the reversal takes effect: at once for what was released beyond the earned share, then as more falls due."""
    if earned == 1:
        return []
    found: list[tuple[Fraction, date | None]] = []
    so_far = beyond = Fraction(0)
    for share, on in sorted((p for p in parts if p[1] is not None), key=lambda p: p[1]):
        so_far += share
        now = max(Fraction(0), so_far - earned)
        found.append(((now - beyond) / (1 - earned), max(on, day)))
        beyond = now
    return found or [(Fraction(1), None)]
