"""The pay periods of a plan, and how windows lie over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from attain.diagnostics import Diagnostic
from attain.periods import Calendar, PeriodIndex, Unit
from attain.plans import Plan
from attain.plans.problems import TOO_LONG
from attain.plans.reading import CENTURY
from attain.runs.inputs.facts import Facts, Findings

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Timeline:
    """The pay periods that a plan is settled in.

    Attributes:
        calendar: how time is cut.
        starts_on: the plan's first day.
        ends_before: the day after the last that matters.
        pay_periods: the pay periods between them.
        as_of: the day after which nothing is read; None reads all.
    """

    calendar: Calendar
    starts_on: date
    ends_before: date
    pay_periods: PeriodIndex
    as_of: date | None = None

    @classmethod
    def of(
        cls, calendar: Calendar, unit: Unit, starts_on: date, ends_before: date, *, as_of: date | None = None
    ) -> "Timeline":
        """Lay out the pay periods of a range."""
        return cls(calendar, starts_on, ends_before, calendar.assign(unit, starts_on, ends_before), as_of)

    def known_before(self, ends_before: pl.Expr) -> pl.Expr:
        """The day before which anything is read of a period that ends before a day."""
        return ends_before if self.as_of is None else pl.min_horizontal(ends_before, pl.lit(self.as_of + ONE_DAY))

    @property
    def period_count(self) -> int:
        """How many pay periods there are."""
        return self.pay_periods.periods.height

    def period_of(self, day: str | pl.Expr) -> pl.Expr:
        """Number the pay period of each date; null outside all of them."""
        return self.pay_periods.of(day)

    def windows(self, unit: Unit) -> PeriodIndex:
        """Return the windows of a unit over the whole range (not for ``transaction``)."""
        return self.calendar.assign(unit, self.starts_on, self.ends_before)

    def last_period_of(self, windows: PeriodIndex) -> pl.Series:
        """Return, per window, the number of the pay period that holds its last day (the last one if none does)."""
        ends = windows.periods["ends_before"].to_list()
        days = [min(end, self.ends_before) - timedelta(days=1) for end in ends]
        found = pl.DataFrame({"day": days}, schema={"day": pl.Date}).select(self.period_of("day")).to_series()
        return found.fill_null(self.period_count - 1).cast(pl.Int32)

    def fits_in_pay_periods(self, unit: Unit) -> bool:
        """Say whether every window of a unit lies inside one pay period."""
        if unit == "transaction":
            return True
        inside = self.windows(unit).periods.select(
            first=pl.max_horizontal("starts_on", pl.lit(self.starts_on)),
            last=pl.min_horizontal("ends_before", pl.lit(self.ends_before)).dt.offset_by("-1d"),
        )
        placed = inside.select(first=self.period_of("first"), last=self.period_of("last"))
        return bool(placed.select((pl.col("first") == pl.col("last")).fill_null(value=True).all()).item())


def laid_out(plan: Plan, facts: Facts, known: Iterable[date], findings: Findings) -> Timeline:
    """Lay out a plan's days: to its end, or as far as facts are read, and beyond for what is already known to come.

    Args:
        plan: the plan.
        facts: the calendar, and the day after which nothing is read.
        known: the last days on which anything is known to happen.
        findings: where problems go.
    """
    starts_on = plan.effective.from_
    last = max([*known, facts.settled_to.get(str(plan.plan), starts_on)], default=starts_on)
    end = plan.effective.before
    planned = end - timedelta(days=1) if end is not None else facts.as_of or last
    last = max(last, planned)
    if facts.as_of is not None:
        last = max(starts_on, min(last, facts.as_of))
    last = _within_a_century(plan, starts_on, last, findings)
    unit = plan.pay_period
    found = facts.calendar.containing(unit, last)
    ends_before = found.ends_before if found else last + timedelta(days=1)
    first = facts.calendar.containing(unit, starts_on)
    first_day = min(starts_on, first.starts_on) if first else starts_on
    return Timeline.of(facts.calendar, unit, first_day, ends_before, as_of=facts.as_of)


def _within_a_century(plan: Plan, starts_on: date, last: date, findings: Findings) -> date:
    """Refuse a range of more than a century: every pay period in it would be made and settled."""
    latest = starts_on + CENTURY
    if last <= latest:
        return last
    what = f"'{plan.plan}' would run from {starts_on} to {last}"
    fix = "correct the year in 'effective', or in the date of the row that is so far away"
    findings.add(Diagnostic.of(TOO_LONG, plan.effective.place, what, fix))
    return latest
