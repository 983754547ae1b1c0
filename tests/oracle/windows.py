"""The windows of a plan: which stretch of days, or which single transaction, a date falls into.

>>> quarter = Calendar({}, date(2026, 1, 1), date(2027, 1, 1)).window("quarter", date(2026, 5, 3))
>>> str(quarter[1]), str(quarter[2])
('2026-04-01', '2026-07-01')
"""

from datetime import date

from tests.oracle.model import Deal, Window
from tests.oracle.periods import DAY, Period, period_of, periods_between

UNITS = ("day", "week", "biweek", "semimonth", "month", "quarter", "half", "year")

TABLES = ("biweek", "semimonth", "month", "quarter", "year")
Listed = list[tuple[str, date, date]]


def _listed(rows: list[dict[str, str]]) -> Listed:
    """Periods of a table: each lasts until the next begins, where it does not say otherwise."""
    starts = [date.fromisoformat(row["starts"]) for row in rows]
    ends = [date.fromisoformat(row["before"]) if "before" in row else None for row in rows]
    following = [*starts[1:], date.max]
    return [
        (row["name"], first, end or then) for row, first, end, then in zip(rows, starts, ends, following, strict=True)
    ]


class Calendar:
    """The workspace's calendar and the range of days in which the plan is in force."""

    def __init__(self, calendar: dict, starts_on: date, ends_before: date) -> None:
        self.calendar = {k: v for k, v in calendar.items() if k != "year_starts"}
        self.calendar["tables"] = {unit: _listed(calendar[f"{unit}s"]) for unit in TABLES if f"{unit}s" in calendar}
        if "year_starts" in calendar:
            self.calendar["year_starts"] = date.fromisoformat(calendar["year_starts"])
        self.starts_on, self.ends_before = starts_on, ends_before
        self.known: dict[tuple[str, date], Period] = {}

    def window(self, unit: str, day: date, deal: Deal | None = None) -> Window:
        """The window of ``day``: the unit, its first day, and the day it ends before; or the transaction alone."""
        if unit == "transaction":
            return ("transaction", deal.source, deal.id)
        if unit == "plan":
            return ("plan", self.starts_on, self.ends_before)
        if unit == "ever":
            return ("ever", date.min, date.max)
        _, starts_on, ends_before = self.period(unit, day)
        return (unit, starts_on, ends_before)

    def period(self, unit: str, day: date) -> Period:
        """The period of ``unit`` that holds ``day``."""
        if (unit, day) not in self.known:
            self.known[unit, day] = period_of(day, unit, self.calendar)
        return self.known[unit, day]

    def period_name(self, unit: str, day: date) -> str:
        """What the period of ``unit`` that holds ``day`` is called."""
        return self.period(unit, day).name

    def periods(self, unit: str, first: date, last: date) -> list[Period]:
        """Every period of ``unit`` from the one of ``first`` to the one of ``last``, both included."""
        return periods_between(unit, first, last + DAY, self.calendar)

    @property
    def _looked_to(self) -> date:
        """How far a period is looked for by its name; four years where there is no end."""
        return min(self.ends_before, self.starts_on + 1460 * DAY) + 400 * DAY

    def period_named(self, name: str) -> tuple[date, date]:
        """First day of the period called ``name``, and the day it ends before."""
        for unit in UNITS:
            for period in self.periods(unit, self.starts_on - 400 * DAY, self._looked_to):
                if period.name == name:
                    return period.starts_on, period.ends_before
        raise KeyError(name)
