"""Targets of a plan as columns: resolved once per target and window, then looked up per payee."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import polars as pl

from attain.documents import Text
from attain.expressions import ColumnType
from attain.periods import Unit
from attain.plans import Plan
from attain.roster import Roster
from attain.roster.roster import build
from attain.runs.inputs.evaluation import Evaluator, constant_of
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.inputs.timeline import Timeline
from attain.runs.measuring.scenarios import in_every_scenario, of_marked_owners
from attain.targets import PlanScope, TargetRequest, TargetTable, check_needed, resolve

MOST_CELLS = 10_000_000  # payees times windows that a target is looked up in by place, instead of by a join
_OF_NO_CALENDAR = {"transaction", "plan", "ever"}
Resolved = tuple[str, Unit, str]  # a target, the unit it is read over, and whose it is


@dataclass(frozen=True)
class _Owners:
    """Owners that are no payees, in the form of a roster's source."""

    frame: pl.DataFrame
    columns: dict[str, ColumnType]
    file: str


@dataclass
class Targets:
    """The targets of one plan.

    Attributes:
        facts: calendar and roster.
        plan: the plan.
        table: the workspace's target table, read.
        assigned_rows: numbers of the roster rows on the plan.
        digits: decimal digits of a target's integers, by its name.
        timeline: the plan's days.
        evaluator: for amounts written as expressions over ``payee.*``.
        findings: where problems go.
    """

    facts: Facts
    plan: Plan
    table: TargetTable
    assigned_rows: pl.Series
    digits: Callable[[str], int]
    timeline: Timeline
    evaluator: Evaluator
    findings: Findings
    resolved: dict[Resolved, pl.DataFrame] = field(default_factory=dict[Resolved, pl.DataFrame])

    def request(self, name: str, unit: Unit) -> TargetRequest:
        """Say what is wanted of a target."""
        rule = self.plan.targets[name]
        return TargetRequest(name, rule, (unit,), "money", self.digits(name), self._plan_amounts(name), rule.place)

    def of_payees(self, name: str, unit: Unit) -> pl.DataFrame:
        """Return the table ``TARGETS`` of one target read over one unit, for the plan's payees."""
        key = (name, unit, "payee")
        if key not in self.resolved:
            self.resolved[key] = in_every_scenario(self._once(name, unit), self.facts.roster)
        return self.resolved[key]

    def _once(self, name: str, unit: Unit) -> pl.DataFrame:
        """Resolve a target for the payees of one scenario, unless an earlier question did."""
        known = self.facts.remembered
        key = (str(self.plan.plan), name, unit, self.timeline.starts_on, self.timeline.ends_before)
        if known is not None and key in known:
            return known[key]
        roster = self.facts.roster.single
        assigned = self.assigned_rows.filter(self.assigned_rows < roster.rows.height)
        scope = self._scope(roster, assigned, name, unit)
        found, problems = resolve([self.request(name, unit)], scope, self.facts.calendar, self.table)
        self.findings.add(*problems)
        found = self._placed_as_settled(found, unit)
        if known is not None and not problems:
            known[key] = found
        return found

    def of_owners(self, name: str, unit: Unit, owners: pl.Series) -> pl.DataFrame:
        """Return the same for owners that are no payees: teams and territories, always there, never ramped."""
        if self.facts.roster.copies > 1:
            return of_marked_owners(owners, lambda plain: self._of_owners(name, unit, plain))
        return self._of_owners(name, unit, owners)

    def _of_owners(self, name: str, unit: Unit, owners: pl.Series) -> pl.DataFrame:
        key = (name, unit, "/".join(owners.to_list()))
        if key not in self.resolved:
            rows = pl.DataFrame(
                {"payee": owners, "source_line": [0] * len(owners)}, schema_overrides={"source_line": pl.Int64}
            )
            named = _Owners(rows, {"payee": ColumnType("payee")}, self.facts.roster.file)
            roster, _ = build(named)
            everyone = pl.Series(range(roster.rows.height), dtype=pl.UInt32)
            scope = self._scope(roster, everyone, name, unit)
            constant = constant_of(self.plan.targets[name].target_amount or Text("0"))
            request = TargetRequest(
                name,
                self.plan.targets[name],
                (unit,),
                "money",
                self.digits(name),
                constant,
                self.plan.targets[name].place,
            )
            found, _ = resolve([request], scope, self.facts.calendar, self.table)
            self.resolved[key] = self._placed_as_settled(found, unit)
        return self.resolved[key]

    def _scope(self, roster: Roster, rows: pl.Series, name: str, unit: Unit) -> PlanScope:
        """Say whose target is resolved, and over which days: the plan's range, whatever part of it is settled yet.

        A run in the middle of a window measures everybody against the target of the whole window, not of the days
        behind it. A plan without an end is looked at to the end of the last window that anything is settled in.
        """
        effective = self.plan.effective
        if effective.before is not None:
            return PlanScope(roster, rows, effective.from_, effective.before)
        settled = self.timeline.ends_before
        units: list[Unit] = [each for each in (unit, self.plan.targets[name].per) if each not in _OF_NO_CALENDAR]
        held = [self.facts.calendar.containing(each, settled - timedelta(days=1)) for each in units]
        until = max([settled, *(period.ends_before for period in held if period is not None)])
        return PlanScope(roster, rows, effective.from_, until)

    def _placed_as_settled(self, found: pl.DataFrame, unit: Unit) -> pl.DataFrame:
        """Give the window of a whole plan the name and days it has where measures are settled."""
        if unit != "plan":
            return found
        window = self.timeline.windows(unit).periods.row(0, named=True)
        return found.with_columns(pl.lit(value).alias(column) for column, value in window.items())

    def column(self, frame: pl.DataFrame, name: str, unit: Unit, *, payee: str = "payee") -> pl.Series:
        """Return a target's value per row, by the payee's code and the window of ``dated``; null where none is."""
        windows = self.timeline.windows(unit)
        table = self.of_payees(name, unit)
        numbered = table.join(windows.periods.with_row_index("window"), on=["period_id", "starts_on"], how="inner")
        keys = frame.select(
            pl.col(payee).cast(pl.UInt32).alias("payee_code"), windows.of("dated").cast(pl.UInt32).alias("window")
        )
        values = numbered.select("payee_code", "window", "target_value")
        cell_count = self.facts.roster.count * windows.periods.height
        if cell_count <= MOST_CELLS:
            return _looked_up(keys, values, windows.periods.height, cell_count)
        return keys.join(values, on=["payee_code", "window"], how="left", maintain_order="left")["target_value"]

    def owner_column(self, frame: pl.DataFrame, name: str, unit: Unit, owners: pl.Series) -> pl.Series:
        """Return a target's value per row for owners that are no payees, by ``owner`` (a position in ``owners``)."""
        table = self.of_owners(name, unit, owners)
        windows = self.timeline.windows(unit)
        numbered = table.join(
            windows.periods.with_row_index("window_number"), on=["period_id", "starts_on"], how="inner"
        )
        codes = pl.DataFrame({"payee": owners}).with_row_index("owner").with_columns(pl.col("owner").cast(pl.Int64))
        values = numbered.join(codes, on="payee").select("owner", "window_number", "target_value")
        keys = frame.select(pl.col("owner").cast(pl.Int64), windows.of("dated").cast(pl.UInt32).alias("window_number"))
        return keys.join(values, on=["owner", "window_number"], how="left", maintain_order="left")["target_value"]

    def check(self, rows: pl.DataFrame, name: str, unit: Unit) -> None:
        """Report payees with credits and without a target, or with a target of 0 that means nothing."""
        windows = self.timeline.windows(unit)
        roster = self.facts.roster
        payee = pl.col("payee").cast(pl.UInt32) % max(1, len(roster.people))  # the same in every scenario
        needed = rows.select(payee=payee, window=windows.of("dated")).unique().drop_nulls().sort("payee", "window")
        named = needed.select(
            payee_code=pl.col("payee"),
            payee=roster.named(pl.col("payee")),
            target=pl.lit(name),
            per=pl.lit(unit),
            period_id=pl.lit(windows.periods["period_id"]).gather(pl.col("window")),
        )
        table = self.of_payees(name, unit)
        self.findings.add(*check_needed(table, named, [self.request(name, unit)]))

    def _plan_amounts(self, name: str) -> Fraction | pl.DataFrame | None:
        text = self.plan.targets[name].target_amount
        if text is None:
            return None
        fixed = constant_of(text)
        if fixed is not None:
            return fixed
        roster: Roster = self.facts.roster
        day = pl.max_horizontal("starts_on", pl.lit(self.timeline.starts_on))
        frame = roster.rows.select("roster_row", payee="payee_code", dated=day)
        frame, valued = self.evaluator.exact(frame, text, self.evaluator.vocabulary.payee(), "any", name="amount")
        exact = valued.exact
        return frame.select(
            "roster_row", numerator=exact.numerator.cast(pl.Int64), denominator=pl.lit(exact.denominator, pl.Int64)
        )


def _looked_up(keys: pl.DataFrame, values: pl.DataFrame, window_count: int, cell_count: int) -> pl.Series:
    """Look values up by the place of their payee and window; null where there is none."""
    place = pl.col("payee_code").cast(pl.Int64) * window_count + pl.col("window")
    cells = pl.repeat(None, cell_count, dtype=values.schema["target_value"], eager=True)
    cells = cells.scatter(values.select(place).to_series(), values["target_value"])
    asked = keys.select(pl.when(place < cell_count).then(place)).to_series()
    return cells.gather(asked).alias("target_value")
