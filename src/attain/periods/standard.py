"""The periods of the standard units, by rule: from the day to the year.

A week belongs to the year that holds its fourth day (for weeks from Monday this is ISO 8601); where
months are runs of weeks it belongs to the fiscal year. Biweeks are an unbroken run of 14 days from the
week that holds ``year_starts``, named for their first week: weeks 1 or 2 make ``B01``. Semimonths are
the days to the 15th and the days from the 16th of a calendar month.
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date

from attain.periods.units import Period, Unit
from attain.periods.years import YearLayout, day_of, moved

_DAYS_TO_MIDWEEK = 3


def standard_period(layout: YearLayout, unit: Unit, day: date) -> Period | None:
    """Return the period of a standard unit that holds ``day``.

    The last day of the year 9999 stands for "no end" and belongs to no period.

    >>> standard_period(YearLayout(), "semimonth", date(2026, 3, 16)).name
    '2026-03-H2'
    >>> standard_period(YearLayout(), "biweek", date(2026, 3, 14)).name
    '2026-B06'
    """
    if day == date.max:
        return None
    return _FINDERS[unit](layout, day)


def week_number(layout: YearLayout, day: date) -> tuple[str, int]:
    """Return the name of the year a week belongs to, and its number there.

    >>> week_number(YearLayout(), date(2027, 1, 2))
    ('2026', 53)
    """
    starts_on = layout.week_start(day)
    if layout.is_by_weeks:
        year = layout.year_of(day)
        return layout.year_name(year), _weeks_from(layout.year_start(year), starts_on)
    year = moved(starts_on, _DAYS_TO_MIDWEEK).year
    return f"{year:04}", _weeks_from(first_week_start(layout, year), starts_on)


def first_week_start(layout: YearLayout, year: int) -> date:
    """Return where week 1 of a calendar year starts: the week start nearest to New Year."""
    return layout.nearest_week_start(date(year, 1, 1))


def _weeks_from(first: date, starts_on: date) -> int:
    return (starts_on - first).days // 7 + 1


def _day(_layout: YearLayout, day: date) -> Period:
    return Period(day.isoformat(), day, moved(day, 1))


def _week(layout: YearLayout, day: date) -> Period:
    year_name, number = week_number(layout, day)
    starts_on = layout.week_start(day)
    return Period(f"{year_name}-W{number:02}", starts_on, moved(starts_on, 7))


def _biweek(layout: YearLayout, day: date) -> Period:
    starts_on = layout.week_start(day)
    if (starts_on - layout.week_start(layout.year_starts)).days % 14:
        starts_on = moved(starts_on, -7)
    year_name, number = week_number(layout, starts_on)
    return Period(f"{year_name}-B{(number + 1) // 2:02}", starts_on, moved(starts_on, 14))


def _semimonth(_layout: YearLayout, day: date) -> Period:
    first, middle = day.replace(day=1), day.replace(day=16)
    name = f"{day.year:04}-{day.month:02}"
    if day < middle:
        return Period(f"{name}-H1", first, middle)
    return Period(f"{name}-H2", middle, day_of(day.year, day.month, 1))


def month_name(layout: YearLayout, year: int, number: int) -> str:
    """Name the month ``number`` (from 1) of a year.

    >>> month_name(YearLayout(date(2025, 7, 1)), 2025, 9)
    '2026-03'
    """
    if layout.has_calendar_months:
        starts_on = layout.month_edges(year)[number - 1]
        return f"{starts_on.year:04}-{starts_on.month:02}"
    return f"FY{layout.year_name(year).removeprefix('FY')}-P{number:02}"


def _month(layout: YearLayout, day: date) -> Period:
    year = layout.year_of(day)
    edges = layout.month_edges(year)
    number = bisect_right(edges, day)
    return Period(month_name(layout, year, number), edges[number - 1], edges[number])


def _quarter(layout: YearLayout, day: date) -> Period:
    year = layout.year_of(day)
    edges = layout.quarter_edges(year)
    number = bisect_right(edges, day)
    return Period(f"{layout.year_name(year)}-Q{number}", edges[number - 1], edges[number])


def _half(layout: YearLayout, day: date) -> Period:
    year = layout.year_of(day)
    edges = layout.quarter_edges(year)[::2]
    number = bisect_right(edges, day)
    return Period(f"{layout.year_name(year)}-H{number}", edges[number - 1], edges[number])


def _year(layout: YearLayout, day: date) -> Period:
    year = layout.year_of(day)
    return Period(layout.year_name(year), layout.year_start(year), layout.year_start(year + 1))


_FINDERS: dict[Unit, Callable[[YearLayout, date], Period]] = {
    "day": _day,
    "week": _week,
    "biweek": _biweek,
    "semimonth": _semimonth,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "year": _year,
}
