"""How much of a line is earned by a day, when it is earned month by month.

>>> written = {"over": "12 months"}
>>> str(share_earned(written, starts_on=date(2026, 1, 10), day=date(2026, 4, 15)))
'1/3'
>>> str(share_earned(written | {"partial": "does_not"}, starts_on=date(2026, 1, 10), day=date(2026, 4, 15)))
'1/4'
"""

from datetime import date
from fractions import Fraction

from tests.oracle.periods import months_later, whole_months_between


def share_earned(written: dict | None, *, starts_on: date, day: date) -> Fraction:
    """The share earned before ``day``; without a rule everything is earned when it is credited.

    A month that has begun counts in full, unless the plan says that it does not; a month begins on its own first day,
    and a lapse on that very day has not begun it.
    """
    if written is None:
        return Fraction(1)
    months = int(written["over"].split()[0])
    done = whole_months_between(starts_on, day) if day > starts_on else 0
    if written.get("partial", "counts") == "counts" and day > months_later(starts_on, done):
        done += 1
    return Fraction(min(done, months), months)
