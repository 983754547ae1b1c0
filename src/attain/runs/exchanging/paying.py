"""The currency a payee is paid in: what each entry is worth there at the rate of the booking.

A line of 100.00 GBP of 5 March, at 1.22, is 122.00 USD, whenever it is released; what takes it back is -122.00 USD.
Every line is converted to date and rounded once, so an entry is the difference of two converted amounts.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.money.currency import is_currency
from attain.money.exchange import SPOT, Exchange, Missing
from attain.money.problems import BAD_PAY_CURRENCY
from attain.runs.exchanging.rates import exchange_of, missing_rates

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

PAY_CURRENCY = "pay_currency"
WRITTEN = ".written"  # behind the name of an amount of the settlement: what it is in the plan's currency
_KEY = ("line", "line_type")


@dataclass(frozen=True)
class PayCurrencies:
    """In which currency each payee of a plan is paid, and the way there.

    Attributes:
        plan_run: the plan.
    """

    plan_run: "PlanRun"

    @cached_property
    def exchange(self) -> Exchange:
        """How the plan converts."""
        return exchange_of(self.plan_run.plan, self.plan_run.facts)

    @property
    def own(self) -> str:
        """The plan's currency, in which whoever has no other is paid."""
        return self.plan_run.plan.currency_code

    @cached_property
    def by_roster_row(self) -> pl.Series | None:
        """The pay currency of every roster row; None when all are paid in the plan's."""
        roster = self.plan_run.facts.roster
        if PAY_CURRENCY not in roster.rows.columns or roster.rows[PAY_CURRENCY].dtype != pl.String:
            return None
        written = roster.rows[PAY_CURRENCY].str.strip_chars().replace("", None)
        self._report_unknown(written)
        return None if (written.fill_null(self.own) == self.own).all() else written.fill_null(self.own)

    @property
    def is_plain(self) -> bool:
        """Whether everybody is paid in the plan's currency."""
        return self.by_roster_row is None

    def _report_unknown(self, written: pl.Series) -> None:
        roster = self.plan_run.facts.roster
        bad = [code for code in written.unique().drop_nulls().sort().to_list() if not is_currency(code)]
        for code in bad:
            row = roster.rows.filter((written == code).fill_null(value=False)).row(0, named=True)
            what = f"{row['payee']} is paid in '{code}', which is not a currency"
            place = Place(roster.file, row["source_line"], 0, PAY_CURRENCY)
            self.plan_run.findings.add(Diagnostic.of(BAD_PAY_CURRENCY, place, what, "write a code such as USD"))

    def all_of(self, met: pl.Series) -> list[str]:
        """Every currency somebody is paid in: those met, and those of whoever is on the plan."""
        found = set(met.to_list())
        table = self.by_roster_row
        if table is None:
            return sorted(found | {self.own})
        return sorted(found | set(table.filter(self.plan_run.members.is_member).to_list()))

    def pays_in(self, currency: str) -> bool:
        """Whether anybody on the plan is paid in a currency."""
        return currency in self.all_of(pl.Series(dtype=pl.String))

    def of_payee(self, payee: int, day: date) -> str:
        """The pay currency of one payee (by code) on a day."""
        rows = pl.DataFrame({"payee": [payee], "dated": [day]}, schema={"payee": pl.UInt32, "dated": pl.Date})
        return str(self.of_payees(rows).item())

    def of_payees(self, rows: pl.DataFrame) -> pl.Series:
        """The pay currency of each row's ``payee`` on the day ``dated``."""
        table = self.by_roster_row
        if table is None:
            return pl.repeat(self.own, rows.height, dtype=pl.String, eager=True)
        at = self.plan_run.facts.roster.rows_on(rows["payee"], rows["dated"])
        return table.gather(at).fill_null(self.own)

    def paid_on(self, ends_before: pl.Expr) -> pl.Expr:
        """The day a pay period is paid on: its last, or the last day that is read."""
        last = ends_before.dt.offset_by("-1d")
        as_of = self.plan_run.facts.as_of
        return last if as_of is None else pl.min_horizontal(last, pl.lit(as_of))

    def entries(self, entries: pl.DataFrame, component: str) -> pl.DataFrame:
        """Add what each entry is worth in the pay currency.

        Args:
            entries: a component's entries: ``entry`` and ``amount`` (to date), minor units of the plan's currency.
            component: its name.

        Returns:
            The entries; unless everybody is paid in the plan's currency, with ``pay_currency``, ``booked_on`` (the day
            of the rate), and ``pay_amount`` and ``pay_entry`` in minor units of it.
        """
        if self.is_plain:
            return entries
        entries = self._booked(entries, component)
        booked = entries.select("payee", dated="booked_on")
        entries = entries.with_columns(self.of_payees(booked).alias(PAY_CURRENCY))
        asked = entries.select(worth="amount", sold=pl.lit(self.own), bought=PAY_CURRENCY, day="booked_on")
        found = self.exchange.minor(asked, SPOT, digits=self.plan_run.digits)
        self.report(found.missing, f"lines of '{component}'")
        entries = entries.with_row_index("_row").with_columns(pay_amount=found.worth.fill_null(0))
        in_order = entries.sort(*_KEY, "cut")
        before = pl.col("pay_amount").shift(1).over(_KEY).fill_null(0)
        return in_order.with_columns(pay_entry=pl.col("pay_amount") - before).sort("_row").drop("_row")

    def _booked(self, entries: pl.DataFrame, component: str) -> pl.DataFrame:
        """Add the day of the credit; of what takes a line back, that line's; else when it was first something."""
        known_on = pl.when(pl.col("amount") != 0).then("dated").sort_by("cut").drop_nulls().first().over(_KEY)
        entries = entries.with_columns(booked_on=pl.coalesce(known_on, "dated"))
        if "origin" not in entries.columns or component not in self.plan_run.standing:
            return entries
        rows = self.plan_run.standing[component].rows
        known = rows.select(pl.col("line").alias("origin"), pl.col("dated").alias("_origin_dated"))
        joined = entries.join(known, on="origin", how="left", maintain_order="left")
        return joined.with_columns(booked_on=pl.coalesce("_origin_dated", "booked_on")).drop("_origin_dated")

    def report(self, missing: tuple[Missing, ...], needed_for: str) -> None:
        """Say which rates are missing, at the first row of the roster that asks for the currency."""
        places = {one: self._asked_at(one.bought) for one in missing}
        self.plan_run.findings.add(*missing_rates(places, self.exchange.rates, needed_for))

    def _asked_at(self, currency: str) -> Place:
        roster, table = self.plan_run.facts.roster, self.by_roster_row
        if table is None:
            return self.plan_run.plan.key_place("currency")
        lines = roster.rows.filter(table == currency)["source_line"]
        return Place(roster.file, int(lines.item(0) or 0), 0, PAY_CURRENCY)

    def converted(self, rows: pl.DataFrame, name: str, currency: str) -> pl.Series:
        """Convert minor units of the plan's currency at the rate of the day each row's pay period is paid on.

        Args:
            rows: ``paid_on`` and the amount ``name``; null stays null.
            name: the column.
            currency: into which.
        """
        asked = rows.select(worth=name, sold=pl.lit(self.own), bought=pl.lit(currency), day="paid_on")
        found = self.exchange.minor(asked, SPOT, digits=self.plan_run.digits)
        self.report(found.missing, f"amounts of 'payment' in '{self.plan_run.plan.plan}'")
        return found.worth
