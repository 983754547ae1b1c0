"""A calculated workspace: its tables, and the questions that are asked of it."""

import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

import polars as pl

from attain.diagnostics import has_errors, render_text
from attain.money import minor_digits
from attain.notebook.answer import Answer
from attain.notebook.asking import Asking
from attain.notebook.shown import Shown
from attain.periods import Period, Unit
from attain.periods.units import Found
from attain.plans import Plan, read_plan
from attain.questions.amounts import PERCENTILES
from attain.questions.backtest import backtest, tiers_reached
from attain.questions.diff import State, difference
from attain.questions.explain import explain
from attain.questions.shadow import Columns, read_export, shadow
from attain.questions.simulate import Asked, simulate
from attain.questions.whatif import WhatIf
from attain.runs import Opened, Results
from attain.statements import Explanation

_SIDES = ("before", "after", "difference")


@dataclass(frozen=True, repr=False)
class Explained:
    """A payment, explained down to source lines and lines of the plan."""

    explanation: Explanation

    def __repr__(self) -> str:
        return self.explanation.to_text()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.explanation.to_text())}</pre>"


@dataclass(frozen=True, repr=False)
class Calculation:
    """What plans pay; amounts in frames are in minor units, as the tables of ``attain calculate``."""

    opened: Opened
    results: Results

    @property
    def credits(self) -> pl.DataFrame:
        """The table ``credits``."""
        return self.results.tables["credits"]

    @property
    def measures(self) -> pl.DataFrame:
        """The table ``measures``."""
        return self.results.tables["measures"]

    @property
    def earnings(self) -> pl.DataFrame:
        """The table ``earnings``."""
        return self.results.tables["earnings"]

    @property
    def payments(self) -> pl.DataFrame:
        """The table ``payments``."""
        return self.results.tables["payments"]

    @property
    def paid(self) -> Shown:
        """Who is paid what: a row per payee, pay period and currency."""
        columns = ["payee_id", "period_id", "currency", "earned", "clawed_back", "paid", "draw_balance"]
        starts = self.results.tables["periods"].select("period_id", "starts_on").unique("period_id")
        rows = self.payments.join(starts, on="period_id", how="left").sort("payee_id", "starts_on", "currency")
        return Shown("payments", rows.select(columns), tuple(columns[3:]))

    def explain(self, payee: str, period: str, *, currency: str | None = None) -> Explained:
        """Explain one payment.

        Raises:
            NothingToExplain: there is no such payee or pay period, or there are payments in several currencies.
        """
        return Explained(explain(self.opened, self.results, payee, period, currency=currency))

    def what_if(self, payee: str, source: str = "") -> Asking:
        """Prepare questions about a payee.

        Args:
            payee: who asks.
            source: the source of the deals, where plans credit several.

        Raises:
            NothingToExplain: there is no such payee.
            ValueError: plans credit several sources, and none is named.
        """
        asking = WhatIf.of(self.opened, self.results, payee)
        names = (source,) if source else asking.reach.sources
        if len(names) != 1:
            raise ValueError(f"the plans of {payee} credit {', '.join(names) or 'nothing'}; name one source")
        return Asking(asking, names[0])

    def backtest(self, plan: str, period: str) -> Answer:
        """Try a plan on a past period.

        Args:
            plan: its text.
            period: the period, such as ``2025``.

        Raises:
            ValueError: the plan cannot be read, or the calendar has no such period.
        """
        days = self._days(period)
        made = _plan(plan)
        found = backtest(self.opened, self.results, [made], starts_on=days.starts_on, ends_before=days.ends_before)
        tables = {}
        if found.is_usable:
            tables = {
                "cost": Shown("cost", found.cost, _SIDES),
                "payees": Shown("winners and losers", found.payees, _SIDES),
                "distribution": Shown("what payees earn, from least to most", found.distribution, _SIDES[:2]),
                "tiers": Shown("tiers reached", tiers_reached(found.results)),
            }
        return Answer(tables, tuple(found.diagnostics), found)

    def diff(self, after: "Calculation") -> Answer:
        """Compare with another state: who gains and who loses, and why."""
        found = difference(State(self.opened), State(after.opened))
        tables = {}
        if found.is_usable:
            payees = found.payees
            tables = {
                "causes": Shown("causes", found.totals, ("earning_amount",)),
                "payees": Shown("who gains and who loses", payees, tuple(payees.columns[2:])),
                "parts": Shown("every part", found.parts, ("earning_amount",)),
            }
        return Answer(tables, tuple(found.diagnostics), found)

    def simulate(
        self, period: str, past: str, *, unit: Unit = "quarter", scenarios: int = 1000, seed: int = 1
    ) -> Answer:
        """Calculate the plans on sales drawn from the past.

        Args:
            period: what to simulate, such as ``2027``.
            past: what to draw sales from, such as ``2026``.
            unit: what is drawn as a whole.
            scenarios: how many times.
            seed: the same seed draws the same sales.

        Raises:
            ValueError: the calendar has no such period, or it is not made of whole units.
        """
        periods, drawn_from = self._cut(period, unit), self._cut(past, unit)
        asked = Asked(tuple(self.opened.plans), tuple(periods), tuple(drawn_from), scenarios, seed)
        found = simulate(self.opened, asked)
        tables = {}
        if found.is_usable:
            names = [*(f"p{percent}" for percent in PERCENTILES), "least", "most"]
            rows = [
                (one, *(found.percentile(percent, one) for percent in (*PERCENTILES, 0, 100)))
                for one in found.currencies()
            ]
            schema = {"currency": pl.String, **dict.fromkeys(names, pl.Int64)}
            tables = {
                "cost": Shown("cost", pl.DataFrame(rows, schema=schema, orient="row"), tuple(names)),
                "drivers": Shown("what drives the spread", found.drivers, ("mean",)),
                "scenarios": Shown("scenarios", found.costs, ("cost",)),
            }
        return Answer(tables, tuple(found.diagnostics), found)

    def shadow(
        self,
        export: pl.DataFrame,
        *,
        payee: str = "payee",
        deal: str = "deal",
        paid: str = "amount",
        period: str = "",
        currency: str = "",
    ) -> Answer:
        """Compare with what another tool paid, line by line.

        Args:
            export: its lines.
            payee: its column with the payee's id.
            deal: its column with the deal's key.
            paid: its column with what was paid.
            period: its column with the pay period; empty where there is none.
            currency: its column with the currency; empty where there is none.
        """
        digits = max(minor_digits(plan.currency_code) for plan in self.opened.plans)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export.parquet"
            export.with_columns(pl.selectors.float().cast(pl.String)).write_parquet(path)
            lines, problems = read_export(path, Columns(payee, deal, paid, period, currency), digits)
        if lines is None:
            return Answer({}, tuple(problems), None)
        found = shadow(self.opened, self.results, lines)
        tables = {}
        if found.is_usable:
            tables = {
                "classes": Shown("classes of difference", found.classes, ("ours", "theirs", "difference")),
                "lines": Shown("every line", found.lines, ("ours", "theirs", "difference")),
            }
        return Answer(tables, tuple(found.diagnostics), found)

    def _days(self, period: str) -> Found:
        assert self.opened.facts is not None, "the workspace was calculated"
        found = self.opened.facts.calendar.parse(period)
        if found is None:
            raise ValueError(f"'{period}' is no period of the calendar")
        return found

    def _cut(self, period: str, unit: Unit) -> list[Period]:
        assert self.opened.facts is not None, "the workspace was calculated"
        days = self._days(period)
        found = self.opened.facts.calendar.sub_periods(days.starts_on, days.ends_before, unit)
        if not found:
            raise ValueError(f"'{period}' is not made of whole periods of unit '{unit}'")
        return found

    def _repr_html_(self) -> str:
        return self.paid.to_html()

    def __repr__(self) -> str:
        return repr(self.paid)


def _plan(text: str) -> Plan:
    plan, found = read_plan(text, "plan.yaml")
    if plan is None or has_errors(found):
        raise ValueError(render_text(found))
    return plan
