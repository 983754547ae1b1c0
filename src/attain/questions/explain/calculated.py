"""The tables of a calculation, arranged for questions about one payment at a time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import polars as pl

from attain.questions.explain.settlement import AMOUNTS
from attain.runs.calculate import Results
from attain.statements import Unit

ZERO = Fraction(0)
TREND = 8
Amounts = dict[str, Fraction]
Trend = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Calculated:
    """What was calculated.

    Attributes:
        results: its tables.
        payees: whose payments will be asked for; None for everybody's.
    """

    results: Results
    payees: Collection[str] | None = None

    @cached_property
    def payments(self) -> pl.DataFrame:
        """The payments in order of time, one row per payee, pay period and currency."""
        keys = ["payee_id", "period_id", "currency"]
        sums = [pl.col(name).sum() for name in AMOUNTS]
        found = self.results.tables["payments"].group_by(keys, maintain_order=True).agg(sums)
        periods = self.results.tables["periods"].unique("period_id")
        return found.join(periods, on="period_id", how="left").sort("starts_on", "payee_id", "currency")

    def paid_to(self) -> Iterator[tuple[str, str, str]]:
        """Every payee, pay period and currency with a payment, in order of time."""
        yield from self.payments.select("payee_id", "period_id", "currency").iter_rows()

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Amounts]:
        return {
            (row["payee_id"], row["period_id"], row["currency"]): {
                name: Fraction(row[name], Unit("money", row["currency"]).minor_units) for name in AMOUNTS
            }
            for row in self._asked_for(self.payments).iter_rows(named=True)
        }

    def _asked_for(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame if self.payees is None else frame.filter(pl.col("payee_id").is_in(list(self.payees)))

    def currencies(self, payee_id: str, period_id: str) -> list[str]:
        """The currencies that a payee is paid in for a period."""
        return self._currencies.get((payee_id, period_id), [])

    @cached_property
    def _currencies(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for payee, period, currency in self._rows:
            found.setdefault((payee, period), []).append(currency)
        return found

    def paid_amounts(self, payee_id: str, period_id: str, currency: str) -> Amounts:
        """The amounts of one payment, in whole units; all 0 where there is none."""
        return self._rows.get((payee_id, period_id, currency), dict.fromkeys(AMOUNTS, ZERO))

    @cached_property
    def _histories(self) -> dict[tuple[str, str], list[tuple[str, Amounts]]]:
        """Each payee's payments of one currency, in order of time."""
        found: dict[tuple[str, str], list[tuple[str, Amounts]]] = {}
        for (payee, period, currency), columns in self._rows.items():
            found.setdefault((payee, currency), []).append((period, columns))
        return found

    @cached_property
    def _starts(self) -> dict[str, int]:
        """The place of every period in time."""
        periods = self.results.tables["periods"]
        return {name: day.toordinal() for name, day in periods.select("period_id", "starts_on").iter_rows()}

    def history(
        self, payee_id: str, period_id: str, currency: str
    ) -> tuple[Fraction, tuple[tuple[str, Fraction], ...]]:
        """The draw balance before a period, and the last payments up to it."""
        own = self._histories.get((payee_id, currency), [])
        now = self._starts[period_id]
        before = [columns for period, columns in own if self._starts[period] < now]
        upto = [(period, columns["paid"]) for period, columns in own if self._starts[period] <= now]
        return (before[-1]["draw_balance"] if before else ZERO), tuple(upto[-TREND:])

    @cached_property
    def credited(self) -> dict[str, tuple[int, int]]:
        """The credits table's amounts (pay, quota) by credit id."""
        rows = self._asked_for(self.results.tables["credits"])
        columns = rows.select("credit_id", "credit_amount", "quota_amount")
        return {credit_id: (pay, quota) for credit_id, pay, quota in columns.iter_rows()}

    @cached_property
    def _earned(self) -> dict[tuple[str, str, str], dict[tuple[str, str], tuple[Fraction, Fraction]]]:
        keys = ["payee_id", "period_id", "pay_currency", "plan_id", "component_id", "currency"]
        rows = self._asked_for(self.results.tables["earnings"])
        found: dict[tuple[str, str, str], dict[tuple[str, str], tuple[Fraction, Fraction]]] = {}
        sums = rows.group_by(keys).agg(pl.col("earning_amount", "pay_amount").sum())
        for payee, period, pay_currency, plan, component, currency, earned, paid in sums.iter_rows():
            own, other = (Unit("money", one).minor_units for one in (currency, pay_currency))
            both = Fraction(earned, own), Fraction(paid, other)
            found.setdefault((payee, period, pay_currency), {})[plan, component] = both
        return found

    def entered(self, payee_id: str, period_id: str, currency: str) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
        """The earnings table's sums by plan and component, in the plan's currency and the payment's."""
        return self._earned.get((payee_id, period_id, currency), {})

    @cached_property
    def listed(self) -> dict[tuple[str, str, str, str], Fraction]:
        """The measures table by plan, measure, owner and window."""
        columns = ["plan_id", "measure_id", "owner_id", "period_id", "measure_value", "scale"]
        rows = self.results.tables["measures"].select(columns).iter_rows()
        return {(row[0], row[1], row[2], row[3]): Fraction(row[4], 10 ** row[5]) for row in rows}
