"""Fiscal years cut into months: calendar months, months from any day, or runs of weeks (4-4-5 and its kin).

A year of weeks starts on the start of the week that is nearest to the declared day: with weeks from
Monday and 1 January this is the ISO year (2026 starts on 29 December 2025). Its last month takes the
53rd week of a long year. Oracle: ``tests/oracle/periods.py``.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Literal

Weeks = Literal["iso", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Pattern = Literal["months", "4-4-5", "4-5-4", "5-4-4", "13"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKS_PER_MONTH: dict[Pattern, tuple[int, ...]] = {
    "4-4-5": (4, 4, 5) * 4,
    "4-5-4": (4, 5, 4) * 4,
    "5-4-4": (5, 4, 4) * 4,
    "13": (4,) * 13,
}
# Where each quarter starts among the months: thirteen months make three quarters of 3 and one of 4.
_QUARTER_EDGES = {12: (0, 3, 6, 9, 12), 13: (0, 3, 6, 9, 13)}


def day_of(year: int, month_index: int, day: int) -> date:
    """Return a day of the month ``month_index`` months after January of ``year``.

    A day that the month lacks becomes its last; years beyond 1 and 9999 become the first and last date.

    >>> day_of(2026, 13, 31)
    datetime.date(2027, 2, 28)
    """
    year, month = year + month_index // 12, month_index % 12 + 1
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month, min(day, monthrange(year, month)[1]))


def moved(day: date, day_count: int) -> date:
    """Return the day ``day_count`` days later, kept within the years 1 to 9999."""
    ordinal = day.toordinal() + day_count
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


@dataclass(frozen=True)
class YearLayout:
    """How years, months and weeks are cut.

    Attributes:
        year_starts: the month and day every year starts with; its own year anchors the biweeks.
        weeks: ``iso`` (from Monday) or the weekday a week starts with.
        pattern: ``months``, or the weeks in each month.
        fiscal_year_named_by: which end of a year that crosses New Year gives it its number.
    """

    year_starts: date = date(2026, 1, 1)
    weeks: Weeks = "iso"
    pattern: Pattern = "months"
    fiscal_year_named_by: Literal["start", "end"] = "end"

    @property
    def is_by_weeks(self) -> bool:
        """Whether months are runs of weeks."""
        return self.pattern != "months"

    @property
    def starts_in_january(self) -> bool:
        """Whether the declared day is New Year."""
        return (self.year_starts.month, self.year_starts.day) == (1, 1)

    @property
    def has_calendar_months(self) -> bool:
        """Whether a month is a month of the wall calendar."""
        return not self.is_by_weeks and self.year_starts.day == 1

    @cached_property
    def first_weekday(self) -> int:
        """The weekday a week starts with, Monday being 0."""
        return 0 if self.weeks == "iso" else _WEEKDAYS.index(self.weeks)

    def week_start(self, day: date) -> date:
        """Return the first day of the week that holds ``day``."""
        return moved(day, -((day.weekday() - self.first_weekday) % 7))

    def nearest_week_start(self, day: date) -> date:
        """Return the start of a week at most three days away."""
        return self.week_start(day + timedelta(days=3)) if day <= date.max - timedelta(days=3) else day

    def year_start(self, year: int) -> date:
        """Return the first day of the year whose declared day falls in calendar year ``year``."""
        declared = day_of(year, self.year_starts.month - 1, self.year_starts.day)
        return self.nearest_week_start(declared) if self.is_by_weeks else declared

    def month_edges(self, year: int) -> tuple[date, ...]:
        """Return where each month of a year starts, and last where the year ends."""
        return _month_edges(self, year)

    def quarter_edges(self, year: int) -> tuple[date, ...]:
        """Return where each quarter of a year starts, and last where the year ends."""
        edges = self.month_edges(year)
        return tuple(edges[k] for k in _QUARTER_EDGES[len(edges) - 1])

    def year_of(self, day: date) -> int:
        """Return the calendar year of the declared day of the year that holds ``day``."""
        year = day.year + 1
        while self.year_start(year) > day:
            year -= 1
        return year

    def year_name(self, year: int) -> str:
        """Name a year: ``2026`` when it is the calendar year, else ``FY2026``.

        >>> YearLayout(date(2025, 7, 1)).year_name(2025), YearLayout().year_name(2025)
        ('FY2026', '2025')
        """
        prefix = "" if self.starts_in_january and not self.is_by_weeks else "FY"
        return f"{prefix}{year + self._number_shift:04}"

    def year_called(self, number: int) -> int:
        """Return the year whose name carries ``number``; the reverse of ``year_name``."""
        return number - self._number_shift

    @property
    def _number_shift(self) -> int:
        return 1 if not self.starts_in_january and self.fiscal_year_named_by == "end" else 0


@lru_cache(maxsize=4096)
def _month_edges(layout: YearLayout, year: int) -> tuple[date, ...]:
    if not layout.is_by_weeks:
        first = layout.year_starts.month - 1
        return tuple(day_of(year, first + k, layout.year_starts.day) for k in range(13))
    start = layout.year_start(year)
    week_counts = (0, *accumulate(_WEEKS_PER_MONTH[layout.pattern][:-1]))
    return (*(moved(start, 7 * count) for count in week_counts), layout.year_start(year + 1))
