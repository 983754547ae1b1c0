"""The units a plan may write after `per`, from the shortest to the longest.

>>> is_longer("year", "quarter"), is_longer("week", "month")
(True, False)
"""

from datetime import date
from typing import Literal, NamedTuple, get_args

Unit = Literal[
    "transaction", "day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever"
]  # fmt: skip

UNITS: tuple[Unit, ...] = get_args(Unit)

# Units whose periods the calendar knows without being given a range.
CALENDAR_UNITS: tuple[Unit, ...] = UNITS[1:-2]

# The plural that names a table of custom periods in the workspace file.
PLURALS: dict[Unit, str] = {unit: "halves" if unit == "half" else f"{unit}s" for unit in CALENDAR_UNITS}


class Period(NamedTuple):
    """A named range of days: ``starts_on`` belongs to it, ``ends_before`` does not."""

    name: str
    starts_on: date
    ends_before: date

    @property
    def day_count(self) -> int:
        """How many days it has."""
        return (self.ends_before - self.starts_on).days


class Found(NamedTuple):
    """What a period's name means: the unit and the half-open range of days."""

    unit: Unit
    starts_on: date
    ends_before: date


def is_longer(unit: Unit, other: Unit) -> bool:
    """Say whether ``unit`` stands after ``other`` in the order of units."""
    return UNITS.index(unit) > UNITS.index(other)


def range_name(starts_on: date, ends_before: date) -> str:
    """Name a range that is no calendar period, in the notation of ISO 8601.

    >>> range_name(date(2026, 2, 10), date(2026, 4, 1))
    '2026-02-10/2026-04-01'
    """
    return f"{starts_on}/{ends_before}"


def tiles(periods: list[Period], starts_on: date, ends_before: date) -> bool:
    """Say whether the periods, in order, cover the range without gap, overlap or excess.

    >>> tiles([Period("a", date(2026, 1, 1), date(2026, 1, 3))], date(2026, 1, 1), date(2026, 1, 4))
    False
    """
    at = starts_on
    for period in periods:
        if period.starts_on != at:
            return False
        at = period.ends_before
    return bool(periods) and at == ends_before
