"""The two sides of a comparison, and states between them: facts of one side, rules of the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from attain.diagnostics import Diagnostic, has_errors
from attain.plans import Plan, check_together
from attain.runs import Opened, Results, Tables, calculate, plan_problems
from attain.runs.workspace import calendar_of, facts_of
from attain.sources import Loaded, SourceTable
from attain.sources.table import SOURCE_LINE

CAUSES = ("engine", "exchange rate", "roster", "target", "plan", "order", "data", "adjustment")
KEYS = ("payee_id", "plan_id", "component_id", "period_id", "currency", "transaction_id")


@dataclass(frozen=True)
class State:
    """One side of a comparison.

    Attributes:
        opened: the workspace as it was read.
        recorded: the earnings table that an earlier version calculated of it; None where there is none.
        adjustments: ``payee_id, period_id, currency, earning_amount``: what was added by hand; None for nothing.
    """

    opened: Opened
    recorded: pl.DataFrame | None = None
    adjustments: pl.DataFrame | None = None


@dataclass(frozen=True)
class Mixed:
    """What is calculated at one step: each part is that of one of the two sides.

    Attributes:
        loaded: sources, roster, targets, rates and calendar.
        plans: the rules.
        opened: where the day up to which facts are read comes from.
    """

    loaded: Loaded
    plans: tuple[Plan, ...]
    opened: Opened

    @classmethod
    def of(cls, opened: Opened) -> "Mixed":
        """Take everything from one side."""
        return cls(opened.loaded, tuple(opened.plans), opened)

    @cached_property
    def results(self) -> Results:
        """Check the rules against the facts, and calculate."""
        as_of = self.opened.facts.as_of if self.opened.facts is not None else None
        calendar, found = calendar_of(self.loaded)
        facts, targets, problems = facts_of(self.loaded, calendar, as_of)
        found = [*found, *problems, *check_together(list(self.plans))]
        found += plan_problems(self.plans, facts)
        if has_errors(found):
            return Results(Tables(), found)
        return calculate(facts, self.plans, targets)

    @property
    def earned(self) -> pl.DataFrame:
        """What is earned: ``KEYS`` and ``earning_amount``, one row per key; without a transaction it is empty text."""
        return summed(self.results.tables["earnings"])

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What stops the calculation."""
        return self.results.diagnostics


def summed(earnings: pl.DataFrame) -> pl.DataFrame:
    """Add an earnings table up by ``KEYS``."""
    rows = earnings.with_columns(pl.col("transaction_id").fill_null(""))
    return rows.group_by(KEYS).agg(pl.col("earning_amount").sum())


Step = Callable[[Mixed, State], Mixed]


def _exchange_rates(mixed: Mixed, after: State) -> Mixed:
    return replace(mixed, loaded=replace(mixed.loaded, fx=after.opened.loaded.fx))


def _roster(mixed: Mixed, after: State) -> Mixed:
    return replace(mixed, loaded=replace(mixed.loaded, roster=after.opened.loaded.roster))


def _targets(mixed: Mixed, after: State) -> Mixed:
    return replace(mixed, loaded=replace(mixed.loaded, targets=after.opened.loaded.targets))


def _plans(mixed: Mixed, after: State) -> Mixed:
    """Take the plans, and the calendar and settings they stand on; ties are still broken as before."""
    before = {str(plan.plan): plan for plan in mixed.plans}
    plans = tuple(
        plan.model_copy(update={"order": before[str(plan.plan)].order}) if str(plan.plan) in before else plan
        for plan in after.opened.plans
    )
    theirs = after.opened.loaded
    return replace(mixed, plans=plans, loaded=replace(mixed.loaded, calendar=theirs.calendar, config=theirs.config))


def _order(mixed: Mixed, after: State) -> Mixed:
    return replace(mixed, plans=tuple(after.opened.plans))


def _deals(mixed: Mixed, after: State) -> Mixed:
    return replace(mixed, loaded=replace(mixed.loaded, sources=after.opened.loaded.sources), opened=after.opened)


STEPS: Mapping[str, Step] = {
    "exchange rate": _exchange_rates,
    "roster": _roster,
    "target": _targets,
    "plan": _plans,
    "order": _order,
    "data": _deals,
}


def is_same(one: Mixed, other: Mixed) -> bool:
    """Whether two states are calculated from the same: then there is no need to."""
    left, right = one.loaded, other.loaded
    as_of = [m.opened.facts.as_of if m.opened.facts is not None else None for m in (one, other)]
    return (
        as_of[0] == as_of[1]
        and (one.plans is other.plans or one.plans == other.plans)
        and _same_tables(left.sources, right.sources)
        and all(_same_table(getattr(left, n), getattr(right, n)) for n in ("roster", "targets", "fx"))
        and (left.calendar is right.calendar or repr(left.calendar) == repr(right.calendar))
        and (left.config is right.config or left.config == right.config)
    )


def _same_tables(left: Mapping[str, SourceTable], right: Mapping[str, SourceTable]) -> bool:
    return left is right or (list(left) == list(right) and all(_same_table(left[name], right[name]) for name in left))


def _same_table(left: SourceTable | None, right: SourceTable | None) -> bool:
    if left is right:
        return True
    if left is None or right is None or left.columns != right.columns or left.key != right.key:
        return False
    rows = [table.frame.drop(SOURCE_LINE) for table in (left, right)]
    return rows[0].equals(rows[1]) and _same_tables(left.children, right.children)
