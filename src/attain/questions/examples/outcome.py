"""What an example comes to, by the names that ``expect`` uses; everything is read from the kernel's tables.

A line is everything a credit earned in the end: the entries of all pay periods added up. Lines stand in the order of
credits, what is taken back after what is given on the same day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from operator import itemgetter

import polars as pl

from attain.earnings.model import FloorItem
from attain.money import round_fraction
from attain.periods import Found, Unit
from attain.plans.model import Plan
from attain.questions.explain.lines.cells import slicing_of
from attain.questions.explain.lines.walks import Walk
from attain.runs import Results
from attain.runs.crediting.standing import CREDIT
from attain.runs.measuring.attaining import Attaining
from attain.runs.planning import PlanRun

_LINE_KINDS = {"true_up": "credit"}


@dataclass(frozen=True)
class Line:
    """What one credit earned in the end, in minor units."""

    component: str
    payee: str
    kind: str
    transaction: str | None
    earned_on: date
    line_amount: int


@dataclass(frozen=True)
class Piece:
    """A slice of a credit: the part in natural units, and its pay: a share of it, or money for each thing."""

    base: Fraction
    pay: Fraction
    is_share: bool


class Outcome:
    """The results of one plan, looked up by name."""

    def __init__(self, plan: Plan, results: Results) -> None:
        self.plan = plan
        self.results = results
        self.run: PlanRun = results.runs[str(plan.plan)]

    @property
    def payees(self) -> list[str]:
        """Everybody in the example."""
        return self.run.facts.roster.payees

    # lines

    @cached_property
    def lines(self) -> list[Line]:
        """Every line, in the order of credits."""
        found: list[Line] = []
        for component in self.run.components:
            found += self._lines_of(component)
        return found

    def lines_of(self, component: str, payee: str | None = None) -> list[Line]:
        """Return the lines of a component, or those of one payee in it."""
        return [one for one in self.lines if one.component == component and payee in {None, one.payee}]

    def _lines_of(self, component: str) -> list[Line]:
        earnings = self.results.tables["earnings"].filter(pl.col("component_id") == component)
        if earnings.is_empty():
            return []
        key = ["payee_id", "kind", "transaction_id", "window"]
        kind = pl.col("line_type").replace(_LINE_KINDS)
        rows = earnings.with_columns(kind=kind, window=self._window(component))
        summed = rows.group_by(key, maintain_order=True).agg(pl.col("earning_amount").sum(), pl.col("earned_on").max())
        if component not in self.run.standing:
            placed = summed.sort("window", "payee_id")
            columns = ["payee_id", "kind", "transaction_id", "earned_on", "earning_amount"]
            return [Line(component, *row) for row in placed.select(columns).iter_rows()]
        placed = summed.join(self._order(component), on=["payee_id", "transaction_id", "kind"], how="left")
        is_given = pl.col("kind") == "credit"
        placed = placed.sort(pl.col("earned_on"), ~is_given, "at", "transaction_id", "payee_id", nulls_last=True)
        columns = ["payee_id", "kind", "transaction_id", "earned_on", "earning_amount"]
        return [Line(component, *row) for row in placed.select(columns).iter_rows()]

    def _window(self, component: str) -> pl.Expr:
        """Number the window of a line of a whole window; other lines have a transaction to be known by."""
        if self.plan.is_windowed(component):
            per = self.run.measures[self.run.measure_of(component)].per
            return self.run.timeline.windows(per).of("earned_on")
        modifiers = self.plan.components[component].modifiers
        for item in modifiers:
            if isinstance(item, FloorItem) and item.floor.per != "transaction":
                windows = self.run.timeline.windows(item.floor.per)
                return pl.when(pl.col("line_type") == "floor").then(windows.of("earned_on"))
        return pl.lit(None, pl.Int32)

    def _order(self, component: str) -> pl.DataFrame:
        """The place of each credit among all events, ``at``, and its number, ``line``."""
        standing = self.run.standing[component]
        rows = standing.rows.filter(pl.col("kind") == CREDIT)
        names = pl.lit(standing.credited.transactions.frame["transaction_id"])
        return rows.select(
            "at",
            "line",
            payee_id=self.run.facts.roster.decode(pl.col("payee")),
            transaction_id=names.gather(pl.col("row")),
            kind=pl.lit("credit"),
        )

    def released(self, component: str) -> list[tuple[date, int]]:
        """Return when which amounts of a component are released, in order of days, and of credits within a day."""
        lines = self.lines_of(component)
        parts = self.run.parts.get(component)
        if parts is None:
            return sorted(((one.earned_on, one.line_amount) for one in lines), key=itemgetter(0))
        order = self._order(component).select("payee_id", "transaction_id", "line")
        numbers = {(payee, transaction): line for payee, transaction, line in order.iter_rows()}
        shares: dict[int, dict[date, Fraction]] = {}
        for line, day, share, whole in parts.frame.select("line", "released_on", "share", "whole").iter_rows():
            if day is not None:
                due = shares.setdefault(line, {})
                due[day] = due.get(day, Fraction(0)) + Fraction(share, whole)
        found: list[tuple[date, int]] = []
        for one in lines:
            if one.transaction is None:
                found.append((one.earned_on, one.line_amount))
                continue
            found += _instalments(one, shares.get(numbers[one.payee, one.transaction], {}))
        return sorted(found, key=itemgetter(0))

    def slices(self, component: str) -> list[Piece]:
        """Return what the credits of a component are paid on, slice by slice, as rated to date."""
        if self.plan.is_windowed(component):
            return []
        walk = Walk.of(self.run.component_run(component), None)
        slicing = slicing_of(walk)
        by_line = {row.columns["line"]: (row, slicing.cut(row)) for row in walk.rows()[1]}
        cut = [one for row, slices in by_line.values() for one in slices if row.columns["kind"] == CREDIT]
        return [
            Piece(one.length, one.rate, one.rate_is_percent)
            for one in cut
            if one.length is not None and one.rate is not None
        ]

    # measures and targets

    def attainments(self, name: str) -> tuple[Mapping[str, Fraction], bool]:
        """Return a measure by owner, in its latest window, and whether it is a share (of a target, or a ratio)."""
        measure = self.run.measure_of(name) if name in self.run.components else name
        model = self.run.measures[measure]
        is_share = model.against is not None or model.ratio is not None
        if model.is_derived:
            is_share = self.run.reading.vocabulary().measures[measure].is_share
        rows = self.results.tables["measures"].filter(pl.col("measure_id") == measure)
        starts = dict(self.results.tables["periods"].select("period_id", "starts_on").iter_rows())
        found: dict[str, Fraction] = {}
        for row in sorted(rows.iter_rows(named=True), key=lambda r: starts.get(r["period_id"], date.min)):
            found[row["owner_id"]] = self._attainment(row, str(model.against) if model.against else None)
        return found, is_share

    def _attainment(self, row: dict[str, int], against: str | None) -> Fraction:
        if against is None:
            return Fraction(row["measure_value"], 10 ** row["scale"])
        if not row["target_value"]:
            return Fraction(1 if self.plan.targets[against].when_zero == "100%" else 0)
        return Fraction(row["measure_value"], row["target_value"])

    def target(self, name: str, period: Found, payee: str) -> Fraction | None:
        """Return a payee's target over a period, in whole units; None where there is none."""
        table = self._targets(name, period.unit)
        row = table.filter((pl.col("payee") == payee) & (pl.col("starts_on") == period.starts_on)).head(1)
        if row.is_empty():
            return None
        return Fraction(row["target_value"].item(), 10 ** row["scale"].item())

    def _targets(self, name: str, unit: Unit) -> pl.DataFrame:
        """Return a target over a unit: as the measure of that unit sees it at the end, if it carries a shortfall."""
        for measured in self.run.measured.values():
            if str(measured.model.against) == name and measured.model.per == unit:
                carrying = Attaining(self.run).carrying(measured)
                if carrying is not None and str(measured.model.owner) == "payee":
                    return carrying.table(self.run.timeline.period_count)
        return self.run.targets.of_payees(name, unit)

    # payments

    def payments(self, payee: str | None) -> pl.DataFrame:
        """Return the payments in order of time, of one payee or of all."""
        payments = self.results.tables["payments"]
        rows = payments if payee is None else payments.filter(pl.col("payee_id") == payee)
        return rows.join(self.results.tables["periods"], on="period_id", how="left").sort("starts_on")

    def currencies(self, payee: str | None) -> list[str]:
        """Return the currencies that a payee, or anybody, is paid in; the plan's where nothing is paid."""
        return sorted(self.payments(payee)["currency"].unique().to_list()) or [self.plan.currency_code]

    def paid(self, period: Found, payee: str | None) -> int:
        """Return what is paid in a period, in minor units of the one currency it is paid in; 0 where nothing is."""
        rows = self.payments(payee).filter(pl.col("starts_on") == period.starts_on)
        return int(rows["paid"].sum())

    def balance(self, until: date, payee: str | None) -> int:
        """Return the draw outstanding at the end of the period that starts on or before a day."""
        rows = self.payments(payee).filter(pl.col("starts_on") <= until)
        last = rows.group_by("payee_id", maintain_order=True).agg(pl.col("draw_balance").last())
        return int(last["draw_balance"].sum())


def _instalments(line: Line, shares: Mapping[date, Fraction]) -> list[tuple[date, int]]:
    """Cut a line at the days of its release, by rounded running totals: a third of 100.00 is 33.33, 33.34, 33.33."""
    due: dict[date, Fraction] = {}
    for day, share in shares.items():
        day_due = max(day, line.earned_on)
        due[day_due] = due.get(day_due, Fraction(0)) + share
    found: list[tuple[date, int]] = []
    share, done = Fraction(0), 0
    for day in sorted(due):
        share += due[day]
        total = round_fraction(line.line_amount * max(Fraction(0), min(Fraction(1), share)))
        found.append((day, total - done))
        done = total
    return found
