"""Where a day or a period of one year lies in the next: the same day of the year, or the same day of the week."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from attain.periods import Calendar, Period

_DIGITS = re.compile(r"\d{4}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Years:
    """A year of a calendar, and the one that follows it.

    Attributes:
        calendar: how time is cut.
        old, new: the years.
    """

    calendar: Calendar
    old: Period
    new: Period

    @property
    def digits(self) -> tuple[str, str]:
        """The number in the name of each year; its first day's where the name has none."""
        found = [_DIGITS.search(year.name) for year in (self.old, self.new)]
        return (
            found[0].group() if found[0] else str(self.old.starts_on.year),
            found[1].group() if found[1] else str(self.new.starts_on.year),
        )

    def day(self, day: date) -> date:
        """Return where a day lies a year later: the last of February for a 29th that there is not.

        In a year of whole weeks that is the same day of the same week. The day after the year lies after the next,
        though that has a week more or less; a day of a week that the next year does not have lies on its last day.
        """
        moved = self._moved(day)
        is_inside = self.old.starts_on <= day < self.old.ends_before
        return min(moved, self.new.ends_before - timedelta(days=1)) if is_inside else moved

    def moved(self, starts_on: date, before: date) -> tuple[date, date] | None:
        """Return where days of the year lie a year later; None where all lie in a week that the next year has not."""
        if self._moved(starts_on) >= self.new.ends_before:
            return None
        return self.day(starts_on), min(self._moved(before), self.new.ends_before)

    def _moved(self, day: date) -> date:
        """Move a day as far as the year is moved; the day after the year to the one after the next."""
        if day == self.old.ends_before:
            return self.new.ends_before
        has_dates = _a_year_later(self.old.starts_on) == self.new.starts_on
        return _a_year_later(day) if has_dates else day + (self.new.starts_on - self.old.starts_on)

    def days_of(self, period: str | None, first: str | None, before: str | None) -> tuple[date, date] | None:
        """Return the days of a row that names a period, or its first day and the one after its last; else None."""
        if period:
            found = self.calendar.parse(period)
            return (found.starts_on, found.ends_before) if found else None
        return (date.fromisoformat(first), date.fromisoformat(before)) if first and before else None

    def name(self, name: str) -> str | None:
        """Return the name of the period that lies a year later; None where it names none, or there is none.

        Of the last week of 53 there is none in a year of 52.
        """
        found = self.calendar.parse(name)
        if found is None or found.unit in {"ever", "plan", "transaction"}:
            return None
        middle = found.starts_on + timedelta(days=(found.ends_before - found.starts_on).days // 2)
        moved = self._moved(middle)
        is_of_year = self.old.starts_on <= middle < self.old.ends_before
        return None if is_of_year and moved >= self.new.ends_before else self.calendar.name(found.unit, moved)

    def said(self, text: str) -> str | None:
        """Return what a date or the name of a period is a year later; None for what is neither."""
        if _ISO_DAY.fullmatch(text):
            try:
                return self.day(date.fromisoformat(text)).isoformat()
            except ValueError:
                return None
        return self.name(text)


def years_of(calendar: Calendar, name: str) -> Years | None:
    """Return a year by its name, and the next; None where it is no year, or the calendar ends with it.

    >>> years_of(Calendar(), "2026").new.name
    '2027'
    """
    found = calendar.parse(name)
    if found is None or found.unit != "year":
        return None
    following = calendar.containing("year", found.ends_before)
    return Years(calendar, Period(name.strip(), found.starts_on, found.ends_before), following) if following else None


def _a_year_later(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)
