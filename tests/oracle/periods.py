"""Oracle for the calendar: one day at a time, plain dates, nothing of the package imported.

A calendar is a dict; every key may be left out:
``year_starts`` (date, only month and day count), ``weeks`` ("iso" or a weekday), ``pattern``
("months", "4-4-5", "4-5-4", "5-4-4", "13"), ``fiscal_year_named_by`` ("start" or "end") and
``tables`` ({unit: [(name, starts_on, ends_before), ..]}).

    period_of(date(2026, 3, 14), "quarter")            -> Period("2026-Q1", 2026-01-01, 2026-04-01)
    periods_between("month", starts_on, ends_before)   -> every period with a day in the range
"""

from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKS_PER_MONTH = {
    "4-4-5": [4, 4, 5] * 4,
    "4-5-4": [4, 5, 4] * 4,
    "5-4-4": [5, 4, 4] * 4,
    "13": [4] * 13,
}
# A year of 13 periods has three quarters of 3 and one of 4.
MONTHS_PER_QUARTER = {12: [3, 3, 3, 3], 13: [3, 3, 3, 4]}


class Period(NamedTuple):
    """A named half-open range of days."""

    name: str
    starts_on: date
    ends_before: date


def last_day_of_month(year: int, month: int) -> int:
    """Count the days of a month by walking back from day 31."""
    for day in (31, 30, 29, 28):
        try:
            date(year, month, day)
        except ValueError:
            continue
        return day
    raise AssertionError


def months_later(day: date, count: int) -> date:
    """Move a date by whole months, to the last day of a month that is too short."""
    year, month = day.year, day.month
    for _ in range(abs(count)):
        month += 1 if count > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, last_day_of_month(year, month)))


def whole_months_between(earlier: date, later: date) -> int:
    """Count whole months completed from ``earlier`` to ``later`` (0 when ``later`` is not later)."""
    count = 0
    while months_later(earlier, count + 1) <= later:
        count += 1
    return count


def anchor(year: int, calendar: dict) -> date:
    """Give the month and day at which the year starts, in calendar year ``year``."""
    starts = calendar.get("year_starts", date(2026, 1, 1))
    return date(year, starts.month, min(starts.day, last_day_of_month(year, starts.month)))


def week_starts_on(day: date, calendar: dict) -> date:
    """Walk back to the first day of the week."""
    weeks = calendar.get("weeks", "iso")
    first = 0 if weeks == "iso" else WEEKDAYS.index(weeks)
    while day.weekday() != first:
        day -= DAY
    return day


def is_by_weeks(calendar: dict) -> bool:
    """Say whether the calendar's months are made of weeks."""
    return calendar.get("pattern", "months") != "months"


def year_start(year: int, calendar: dict) -> date:
    """First day of the year anchored in ``year``; with weeks: the week start nearest to the anchor."""
    wanted = anchor(year, calendar)
    if not is_by_weeks(calendar):
        return wanted
    nearby = [wanted + k * DAY for k in range(-3, 4)]
    return next(day for day in nearby if week_starts_on(day, calendar) == day)


def year_of(day: date, calendar: dict) -> int:
    """Give the calendar year in which the year that holds ``day`` is anchored."""
    year = day.year + 1
    while year_start(year, calendar) > day:
        year -= 1
    return year


def year_name(year: int, calendar: dict) -> str:
    """Name the year: ``2026`` when it is the calendar year, else ``FY2026``."""
    starts = anchor(year, calendar)
    is_january = (starts.month, starts.day) == (1, 1)
    if is_january:
        return f"FY{year}" if is_by_weeks(calendar) else f"{year}"
    return f"FY{year + 1}" if calendar.get("fiscal_year_named_by", "end") == "end" else f"FY{year}"


def months_of_year(year: int, calendar: dict) -> list[tuple[date, date]]:
    """List the months of a year: calendar months, months from the anchor's day, or runs of weeks."""
    ends_before = year_start(year + 1, calendar)
    if is_by_weeks(calendar):
        starts = [year_start(year, calendar)]
        for weeks in WEEKS_PER_MONTH[calendar["pattern"]][:-1]:
            starts.append(starts[-1] + 7 * weeks * DAY)
    else:
        # The anchor of a leap-day year is found again from the declared date, not from 28 February.
        declared = calendar.get("year_starts", date(2026, 1, 1))
        first = year_start(year, calendar)
        starts = []
        for k in range(12):
            month = months_later(first.replace(day=1), k)
            starts.append(month.replace(day=min(declared.day, last_day_of_month(month.year, month.month))))
    return list(zip(starts, [*starts[1:], ends_before], strict=True))


def month_name(year: int, number: int, starts_on: date, calendar: dict) -> str:
    """Name a month ``2026-03`` when it is a calendar month, else ``FY2026-P03``."""
    declared = calendar.get("year_starts", date(2026, 1, 1))
    if not is_by_weeks(calendar) and declared.day == 1:
        return f"{starts_on.year}-{starts_on.month:02}"
    name = year_name(year, calendar)
    return f"{name if name.startswith('FY') else 'FY' + name}-P{number:02}"


def week_of(day: date, calendar: dict) -> tuple[str, int, date]:
    """Give the year name, the number and the first day of the week that holds ``day``.

    A week belongs to the calendar year that holds its fourth day; with a week pattern, to the fiscal year.
    """
    starts = week_starts_on(day, calendar)
    if is_by_weeks(calendar):
        year = year_of(day, calendar)
        return year_name(year, calendar), (starts - year_start(year, calendar)).days // 7 + 1, starts
    year = (starts + 3 * DAY).year
    first = week_starts_on(date(year, 1, 4), calendar)
    return str(year), (starts - first).days // 7 + 1, starts


def period_of(day: date, unit: str, calendar: dict | None = None) -> Period | None:
    """Name and range of the period that holds ``day``; None when a table of periods does not hold it."""
    calendar = calendar or {}
    table = calendar.get("tables", {}).get(unit)
    if table is not None:
        return next((Period(*row) for row in table if row[1] <= day < row[2]), None)
    return FINDERS[unit](day, calendar)


def _day(day: date, _calendar: dict) -> Period:
    return Period(day.isoformat(), day, day + DAY)


def _week(day: date, calendar: dict) -> Period:
    year, number, starts = week_of(day, calendar)
    return Period(f"{year}-W{number:02}", starts, starts + 7 * DAY)


def _biweek(day: date, calendar: dict) -> Period:
    """Two weeks in an unbroken run, counted from the week that holds ``year_starts``."""
    first = week_starts_on(calendar.get("year_starts", date(2026, 1, 1)), calendar)
    starts = week_starts_on(day, calendar)
    if (starts - first).days % 14:
        starts -= 7 * DAY
    year, number, _ = week_of(starts, calendar)
    return Period(f"{year}-B{(number + 1) // 2:02}", starts, starts + 14 * DAY)


def _semimonth(day: date, _calendar: dict) -> Period:
    first, middle = day.replace(day=1), day.replace(day=16)
    name = f"{day.year}-{day.month:02}"
    if day < middle:
        return Period(f"{name}-H1", first, middle)
    return Period(f"{name}-H2", middle, months_later(first, 1))


def _month(day: date, calendar: dict) -> Period:
    year = year_of(day, calendar)
    for number, (starts, before) in enumerate(months_of_year(year, calendar), start=1):
        if starts <= day < before:
            return Period(month_name(year, number, starts, calendar), starts, before)
    raise AssertionError


def _runs(day: date, calendar: dict, letter: str, quarters_each: int) -> Period:
    year = year_of(day, calendar)
    months = months_of_year(year, calendar)
    sizes = MONTHS_PER_QUARTER[len(months)]
    at = 0
    for number in range(4 // quarters_each):
        size = sum(sizes[number * quarters_each : (number + 1) * quarters_each])
        starts, before = months[at][0], months[at + size - 1][1]
        if starts <= day < before:
            return Period(f"{year_name(year, calendar)}-{letter}{number + 1}", starts, before)
        at += size
    raise AssertionError


def _quarter(day: date, calendar: dict) -> Period:
    return _runs(day, calendar, "Q", 1)


def _half(day: date, calendar: dict) -> Period:
    return _runs(day, calendar, "H", 2)


def _year(day: date, calendar: dict) -> Period:
    year = year_of(day, calendar)
    return Period(year_name(year, calendar), year_start(year, calendar), year_start(year + 1, calendar))


FINDERS = {
    "day": _day,
    "week": _week,
    "biweek": _biweek,
    "semimonth": _semimonth,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "year": _year,
}


def periods_between(unit: str, starts_on: date, ends_before: date, calendar: dict | None = None) -> list[Period]:
    """List the periods with at least one day in [starts_on, ends_before), in order.

    ``plan`` is the range itself, ``ever`` one window without ends.
    """
    if unit == "plan":
        return [Period(f"{starts_on}/{ends_before}", starts_on, ends_before)]
    if unit == "ever":
        return [Period("ever", date.min, date.max)]
    found: list[Period] = []
    day = starts_on
    while day < ends_before:
        period = period_of(day, unit, calendar)
        if period and period not in found:
            found.append(period)
        day = period.ends_before if period else day + DAY
    return found
