"""The calendar of a workspace: which period of a unit holds a date, and what it is called.

>>> Calendar().name("quarter", date(2026, 3, 14)), Calendar().name("week", date(2026, 3, 14))
('2026-Q1', '2026-W11')
>>> Calendar(YearLayout(date(2025, 7, 1))).name("quarter", date(2026, 3, 14))
'FY2026-Q3'
>>> Calendar(YearLayout(pattern="4-4-5")).name("month", date(2026, 3, 14))
'FY2026-P03'

All ranges are half-open. A workspace may replace the periods of any unit by a table of its own;
days in a gap of such a table belong to no period. Rules: ``docs/behaviours/calendar_periods.md``.
Oracle: ``tests/oracle/periods.py``.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

import polars as pl

from attain.periods.lookup import PeriodIndex
from attain.periods.names import meaning
from attain.periods.standard import standard_period
from attain.periods.table import PERIODS
from attain.periods.units import CALENDAR_UNITS, Found, Period, Unit, range_name, tiles
from attain.periods.years import YearLayout

_SAMPLE_YEARS = 12


@dataclass(frozen=True)
class Calendar:
    """Periods of every unit.

    Attributes:
        layout: how years, months and weeks are cut.
        tables: periods of the units that the workspace lists itself, in order, without overlap.
    """

    layout: YearLayout = field(default_factory=YearLayout)
    tables: Mapping[Unit, tuple[Period, ...]] = field(default_factory=lambda: MappingProxyType({}))
    _assigned: dict[tuple[Unit, date, date], PeriodIndex] = field(
        default_factory=dict[tuple[Unit, date, date], PeriodIndex], init=False, compare=False, repr=False
    )

    def containing(self, unit: Unit, day: date) -> Period | None:
        """Return the period of ``unit`` that holds ``day``; None when no period does.

        Raises:
            ValueError: the unit is ``transaction`` or ``plan``, which no calendar knows.
        """
        if unit in self.tables:
            return _in_table(self.tables[unit], day)
        if unit == "ever":
            return EVER
        if unit not in CALENDAR_UNITS:
            raise ValueError(f"the calendar has no periods of unit '{unit}'")
        return standard_period(self.layout, unit, day)

    def name(self, unit: Unit, day: date) -> str | None:
        """Name the period of ``unit`` that holds ``day``; None when no period does."""
        period = self.containing(unit, day)
        return period.name if period else None

    def between(self, unit: Unit, starts_on: date, ends_before: date) -> list[Period]:
        """List, in order, the periods with at least one day in the range.

        ``plan`` gives the range itself, ``ever`` one period without ends.

        >>> [p.name for p in Calendar().between("month", date(2026, 1, 31), date(2026, 3, 1))]
        ['2026-01', '2026-02']
        """
        if unit == "plan":
            return [Period(range_name(starts_on, ends_before), starts_on, ends_before)]
        if unit == "ever":
            return [EVER]
        if unit in self.tables:
            return [p for p in self.tables[unit] if p.starts_on < ends_before and starts_on < p.ends_before]
        if starts_on >= ends_before:
            return []
        return self._walk(unit, starts_on, ends_before)

    def before(self, period: Period, count: int = 8) -> list[Period]:
        """List the last periods of the same unit before one, first to last; none for a range of no unit.

        >>> [p.name for p in Calendar().before(Period("2026-Q2", date(2026, 4, 1), date(2026, 7, 1)), 2)]
        ['2025-Q4', '2026-Q1']
        """
        found = self.parse(period.name)
        listed: list[Period] = []
        day = period.starts_on
        while found is not None and found.unit in CALENDAR_UNITS and len(listed) < count:
            earlier = self.containing(found.unit, day - timedelta(days=1))
            if earlier is None:
                break
            listed.insert(0, earlier)
            day = earlier.starts_on
        return listed

    def _walk(self, unit: Unit, day: date, ends_before: date) -> list[Period]:
        found: list[Period] = []
        while day < ends_before and (period := self.containing(unit, day)):
            found.append(period)
            day = period.ends_before
        return found

    def periods(self, unit: Unit, starts_on: date, ends_before: date) -> pl.DataFrame:
        """Return ``between`` as a frame: period_id, starts_on, ends_before, in order.

        >>> Calendar().periods("quarter", date(2026, 1, 1), date(2026, 7, 1)).rows()[1]
        ('2026-Q2', datetime.date(2026, 4, 1), datetime.date(2026, 7, 1))
        """
        found = self.between(unit, starts_on, ends_before)
        return pl.DataFrame(found, schema=PERIODS.schema, orient="row")

    def assign(self, unit: Unit, starts_on: date, ends_before: date) -> PeriodIndex:
        """Return the periods of a range and the expression that places dates among them.

        >>> quarters = Calendar().assign("quarter", date(2026, 1, 1), date(2027, 1, 1))
        >>> deals = pl.DataFrame({"closed_on": [date(2026, 5, 2), date(2025, 5, 2)]})
        >>> deals.select(quarters.of("closed_on")).to_series().to_list()
        [1, None]
        """
        key = (unit, starts_on, ends_before)
        if key not in self._assigned:
            self._assigned[key] = PeriodIndex.over(self.periods(unit, starts_on, ends_before))
        return self._assigned[key]

    def parse(self, name: str) -> Found | None:
        """Say what a period's name means; None when it means nothing in this calendar.

        >>> Calendar().parse("2026-04")
        Found(unit='month', starts_on=datetime.date(2026, 4, 1), ends_before=datetime.date(2026, 5, 1))
        >>> Calendar().parse("FY2026-Q9") is None
        True
        """
        name = name.strip()
        for unit, periods in self.tables.items():
            for period in periods:
                if period.name == name:
                    return Found(unit, period.starts_on, period.ends_before)
        found = meaning(self.layout, name)
        return None if found and found.unit in self.tables else found

    def sub_periods(self, starts_on: date, ends_before: date, unit: Unit) -> list[Period] | None:
        """List the periods of ``unit`` that a range is made of; None when they do not fill it exactly.

        >>> len(Calendar().sub_periods(date(2026, 1, 1), date(2026, 4, 1), "month"))
        3
        >>> Calendar().sub_periods(date(2026, 1, 1), date(2026, 4, 1), "week") is None
        True
        """
        found = self.between(unit, starts_on, ends_before)
        return found if tiles(found, starts_on, ends_before) else None

    def nests(self, unit: Unit, sub_unit: Unit) -> bool:
        """Say whether every period of ``unit`` is made of whole periods of ``sub_unit``.

        Weeks do not nest in months; months nest in quarters unless a table of periods breaks them.
        A calendar is tried on twelve years, a table on all of its periods.

        >>> Calendar().nests("quarter", "month"), Calendar().nests("month", "week")
        (True, False)
        """
        sample = self._sample(unit, sub_unit)
        return bool(sample) and all(self.sub_periods(p.starts_on, p.ends_before, sub_unit) for p in sample)

    def _sample(self, unit: Unit, sub_unit: Unit) -> list[Period]:
        if unit in self.tables:
            return list(self.tables[unit])
        if sub_unit not in self.tables:
            first = self.layout.year_start(self.layout.year_starts.year)
            return self.between(unit, first, first + timedelta(days=366 * _SAMPLE_YEARS))
        parts = self.tables[sub_unit]
        first, last = parts[0].starts_on, parts[-1].ends_before
        around = self.between(unit, first, last)
        return [p for p in around if first <= p.starts_on and p.ends_before <= last]


EVER = Period("ever", date.min, date.max)


def _in_table(periods: tuple[Period, ...], day: date) -> Period | None:
    at = bisect_right(periods, day, key=lambda p: p.starts_on) - 1
    return periods[at] if at >= 0 and day < periods[at].ends_before else None
