"""What the name of a standard period means: a guess at its day, kept if that day's period has the name.

`2026-03-14`, `2026-W11`, `2026-B06`, `2026-03-H1`, `2026-03`, `FY2026-P03`, `2026-Q3`, `2026-H1`,
`2026`, `FY2013-Q1`; a range `2026-02-10/2026-04-01`; `ever`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from attain.periods.standard import first_week_start, standard_period
from attain.periods.units import Found, Unit
from attain.periods.years import YearLayout, moved

_YEAR = r"(?:FY)?(\d{4})"


def meaning(layout: YearLayout, name: str) -> Found | None:
    """Return the unit and range a name means in a calendar without tables; None when it means nothing.

    >>> meaning(YearLayout(), "2026-W54") is None
    True
    """
    if name == "ever":
        return Found("ever", date.min, date.max)
    if "/" in name:
        return _range(name)
    for unit, pattern, guess in _SHAPES:
        match = re.fullmatch(pattern, name)
        if match:
            return _kept(layout, unit, name, guess(layout, *(int(part) for part in match.groups())))
    return None


def _range(name: str) -> Found | None:
    try:
        starts_on, ends_before = (date.fromisoformat(part) for part in name.split("/"))
    except ValueError:
        return None
    return Found("plan", starts_on, ends_before) if starts_on < ends_before else None


def _kept(layout: YearLayout, unit: Unit, name: str, days: Iterator[date]) -> Found | None:
    try:
        for day in days:
            period = standard_period(layout, unit, day)
            if period and period.name == name:
                return Found(unit, period.starts_on, period.ends_before)
    except ValueError:  # a month 13 or a year 0: no such day
        return None
    return None


def _days(_layout: YearLayout, year: int, month: int, day: int) -> Iterator[date]:
    yield date(year, month, day)


def _semimonths(_layout: YearLayout, year: int, month: int, number: int) -> Iterator[date]:
    yield date(year, month, 1 if number == 1 else 16)


def _calendar_months(_layout: YearLayout, year: int, month: int) -> Iterator[date]:
    yield date(year, month, 1)


def _numbered_months(layout: YearLayout, year: int, number: int) -> Iterator[date]:
    edges = layout.month_edges(layout.year_called(year))
    if 0 < number < len(edges):
        yield edges[number - 1]


def _quarters(layout: YearLayout, year: int, number: int) -> Iterator[date]:
    yield layout.quarter_edges(layout.year_called(year))[number - 1]


def _halves(layout: YearLayout, year: int, number: int) -> Iterator[date]:
    yield layout.quarter_edges(layout.year_called(year))[2 * number - 2]


def _years(layout: YearLayout, year: int) -> Iterator[date]:
    yield layout.year_start(layout.year_called(year))


def _weeks(layout: YearLayout, year: int, number: int) -> Iterator[date]:
    first = layout.year_start(layout.year_called(year)) if layout.is_by_weeks else first_week_start(layout, year)
    yield moved(first, 7 * number - 7)


def _biweeks(layout: YearLayout, year: int, number: int) -> Iterator[date]:
    for week in (2 * number - 1, 2 * number):
        yield from _weeks(layout, year, week)


_SHAPES: tuple[tuple[Unit, str, Callable[..., Iterator[date]]], ...] = (
    ("day", r"(\d{4})-(\d\d)-(\d\d)", _days),
    ("week", _YEAR + r"-W(\d\d)", _weeks),
    ("biweek", _YEAR + r"-B(\d\d)", _biweeks),
    ("semimonth", r"(\d{4})-(\d\d)-H([12])", _semimonths),
    ("month", r"(\d{4})-(\d\d)", _calendar_months),
    ("month", r"FY(\d{4})-P(\d\d)", _numbered_months),
    ("quarter", _YEAR + r"-Q([1-4])", _quarters),
    ("half", _YEAR + r"-H([12])", _halves),
    ("year", _YEAR, _years),
)
