"""The year up to a pay period: what was earned and paid in it, from the tables of a run.

Periods that earned 1,000, 2,000 and 500 and paid 1,000, 1,500 and 1,000 stand as 3,500 earned and 3,500 paid with the
third. A pay period belongs to the year that its last day lies in.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.money import minor_digits
from attain.periods import Calendar, Period
from attain.questions.explain.choices import component_title
from attain.runs.calculate import Results
from attain.statements.sheets import SoFar

Key = tuple[str, str]  # a payee and a currency


class YearsToDate:
    """The years of everybody in a calculation, gathered once for all statements."""

    def __init__(self, results: Results, calendar: Calendar, payee_id: str | None = None) -> None:
        """Prepare them.

        Args:
            results: what was calculated, without errors.
            calendar: the workspace's.
            payee_id: the only one whose year will be asked for; None for everybody's.
        """
        self.results = results
        self.calendar = calendar
        self._asked = pl.lit(value=True) if payee_id is None else pl.col("payee_id") == payee_id

    def so_far(self, payee_id: str, period_id: str, currency: str) -> SoFar | None:
        """Return a payee's year up to and with a pay period; None where the period's last day lies in no year."""
        ends_before = self._ends[period_id]
        year = self._year_of(ends_before)
        if year is None:
            return None
        rows = self._paid.get((payee_id, currency), ())
        own = tuple(_period(row, currency) for row in rows if _is_in(row["ends_before"], year, ends_before))
        return SoFar(year.name, own, self._components(payee_id, period_id, currency, year))

    def _components(
        self, payee_id: str, period_id: str, currency: str, year: Period
    ) -> tuple[tuple[str, Fraction, Fraction], ...]:
        ends_before = self._ends[period_id]
        minor = 10 ** minor_digits(currency)
        sums: dict[tuple[str, str], list[int]] = {}
        for row in self._earned.get((payee_id, currency), ()):
            if _is_in(self._ends[row["period_id"]], year, ends_before):
                found = sums.setdefault((row["plan_id"], row["component_id"]), [0, 0])
                found[0] += row["pay_amount"] if row["period_id"] == period_id else 0
                found[1] += row["pay_amount"]
        known = [key for key in self._titles if key in sums]
        return tuple((self._titles[k], Fraction(sums[k][0], minor), Fraction(sums[k][1], minor)) for k in known)

    def _year_of(self, ends_before: date) -> Period | None:
        return self.calendar.containing("year", ends_before - timedelta(days=1))

    @cached_property
    def _ends(self) -> dict[str, date]:
        return dict(self.results.tables["periods"].select("period_id", "ends_before").iter_rows())

    @cached_property
    def _paid(self) -> dict[Key, list[Mapping[str, Any]]]:
        """Payments by payee and currency, in order of time."""
        ends = self.results.tables["periods"].select("period_id", "ends_before").unique()
        own = self.results.tables["payments"].filter(self._asked)
        rows = own.join(ends, on="period_id").sort("payee_id", "currency", "ends_before")
        return _by_payee(rows, "currency")

    @cached_property
    def _earned(self) -> dict[Key, list[Mapping[str, Any]]]:
        """What components earned by payee and pay currency."""
        keys = ["payee_id", "pay_currency", "plan_id", "component_id", "period_id"]
        own = self.results.tables.stream("earnings").filter(self._asked)
        earned = own.group_by(keys).agg(pl.col("pay_amount").sum()).collect()
        return _by_payee(earned.sort(keys), "pay_currency")

    @cached_property
    def _titles(self) -> dict[tuple[str, str], str]:
        """What each component is called, in the order of the plans."""
        return dict(self._named())

    def _named(self) -> Iterator[tuple[tuple[str, str], str]]:
        for plan_id, run in self.results.runs.items():
            for name, component in run.components.items():
                yield (plan_id, name), component_title(name, component)


def _is_in(ends_before: date, year: Period, last: date) -> bool:
    return year.starts_on < ends_before <= min(year.ends_before, last)


def _by_payee(rows: pl.DataFrame, currency: str) -> dict[Key, list[Mapping[str, Any]]]:
    found: dict[Key, list[Mapping[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault((row["payee_id"], row[currency]), []).append(row)
    return found


def _period(row: Mapping[str, Any], currency: str) -> tuple[str, Fraction, Fraction, Fraction]:
    minor = 10 ** minor_digits(currency)
    earned = row["earned"] - row["clawed_back"]
    drawn = row["draw_paid"] + row["guarantee_paid"] - row["draw_recovered"]
    return row["period_id"], Fraction(earned, minor), Fraction(drawn, minor), Fraction(row["paid"], minor)
