"""Who depends on whom: a payee who is measured and paid by their own deals alone is calculated from those alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from attain.credits import Credit
from attain.credits.owner import Owner
from attain.earnings.source import BUILT_IN, EARNINGS_SOURCE
from attain.expressions import ColumnType
from attain.plans import Plan
from attain.rates import Pool, RankPrize, TierTable
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.runs.calculate import Results
from attain.runs.inputs.facts import Facts
from attain.runs.planning import PlanRun
from attain.sources import SourceTable


@dataclass(frozen=True)
class Ground:
    """What a calculation of some payees has to know of the calculation of everybody.

    Attributes:
        together: why nobody can be calculated alone; empty where everybody can.
        sources: the sources whose rows are credited.
        types: of every column of them and of their children (``orders.splits``): its decimals and its largest number.
        ends: the last day up to which each plan is settled.
        is_open: whether that day comes from the facts, by plan, and not from the plan.
    """

    together: str
    sources: tuple[str, ...]
    types: Mapping[str, Mapping[str, tuple[int, int]]]
    ends: Mapping[str, date]
    is_open: Mapping[str, bool]

    def said(self) -> dict[str, Any]:
        """Return it as JSON says it."""
        return {
            "together": self.together,
            "sources": list(self.sources),
            "types": {table: {c: list(kind) for c, kind in own.items()} for table, own in self.types.items()},
            "ends": {plan: day.isoformat() for plan, day in self.ends.items()},
            "is_open": dict(self.is_open),
        }

    def grown(self, changed: Results) -> "Ground":
        """Return it with room for the numbers of rows that changed."""
        found = types_of(next(iter(changed.runs.values())).facts) if changed.runs else {}
        types = {
            table: {c: _wider(kind, found.get(table, {}).get(c, kind)) for c, kind in own.items()}
            for table, own in self.types.items()
        }
        return replace(self, types=types)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Ground":
        """Read what ``said`` gave."""
        return cls(
            said["together"],
            tuple(said["sources"]),
            {table: {c: (kind[0], kind[1]) for c, kind in own.items()} for table, own in said["types"].items()},
            {plan: date.fromisoformat(day) for plan, day in said["ends"].items()},
            dict(said["is_open"]),
        )


def ground_of(results: Results) -> Ground:
    """Say of a calculation of everybody, of one plan at least, what a calculation of some has to know."""
    runs = list(results.runs.values())
    facts = runs[0].facts
    sources = credited_sources(runs)
    types = types_of(facts)
    return Ground(
        _together(runs, sources, facts),
        sources,
        {name: own for name, own in types.items() if name.split(".")[0] in sources},
        ends_of(results),
        {name: run.plan.effective.before is None for name, run in results.runs.items()},
    )


def types_of(facts: Facts) -> dict[str, dict[str, tuple[int, int]]]:
    """Return the decimals and the largest number of every column of every source and child table."""
    return {
        name: {c: (kind.scale, kind.max_abs) for c, kind in table.columns.items()} for name, table in tables_of(facts)
    }


def tables_of(facts: Facts) -> list[tuple[str, SourceTable]]:
    """Return every source and every child table (``orders.splits``) with its name."""
    return [table for name, source in facts.sources.items() for table in _family(name, source)]


def ends_of(results: Results) -> dict[str, date]:
    """Return the last day up to which each plan was settled."""
    return {name: run.timeline.ends_before - timedelta(days=1) for name, run in results.runs.items()}


def readings(results: Results) -> pl.DataFrame:
    """Return which transactions each payee's pay was calculated from: ``payee_id, source, transaction_id``."""
    found = [pl.DataFrame(schema=dict.fromkeys(("payee_id", "source", "transaction_id"), pl.String))]
    for run in results.runs.values():
        people = pl.Series(run.facts.roster.people, dtype=pl.String)
        for name, rule in run.credit_rules.items():
            made = run.standing.get(name)
            if made is None or str(rule.source) in BUILT_IN:
                continue
            ids = made.credited.transactions.frame["transaction_id"]
            pairs = made.rows.select("payee", "row").unique()
            found.append(
                pl.DataFrame({"payee_id": people.gather(pairs["payee"]), "transaction_id": ids.gather(pairs["row"])})
                .with_columns(source=pl.lit(str(rule.source)))
                .select("payee_id", "source", "transaction_id")
            )
    return pl.concat(found).unique().sort("payee_id", "source", "transaction_id")


def widened(facts: Facts, ground: Ground) -> Facts:
    """Give the columns of some rows the types that they have among all rows."""
    made = dict(facts.sources)
    for name in ground.sources:
        whole = _widened(facts.sources[name], ground.types[name])
        children = {child: _widened(table, ground.types[f"{name}.{child}"]) for child, table in whole.children.items()}
        made[name] = replace(whole, children=children)
    return replace(facts, sources=made)


def credited_sources(runs: Collection[PlanRun]) -> tuple[str, ...]:
    """Return the sources whose rows some plans credit."""
    names = {str(rule.source) for run in runs for rule in run.credit_rules.values()} - BUILT_IN
    return tuple(sorted(names))


def is_own(run: PlanRun) -> bool:
    """Whether everybody on a plan is measured and paid by their own deals alone."""
    if any(_is_of_others(rule, run.plan) for rule in run.credit_rules.values()):
        return False
    if any(isinstance(component.rate, Pool | RankPrize) for component in run.components.values()):
        return False
    measures = run.measures.values()
    return all(measure.rank is None and str(measure.owner) == "payee" for measure in measures)


def _is_of_others(rule: Credit, plan: Plan) -> bool:
    """Whether a rule credits what others earned, or pay periods of others or as far as anybody's facts reach."""
    source = str(rule.source)
    is_to_themselves = isinstance(rule.to, Owner) and str(rule.to.column) == "payee"
    are_fixed = is_to_themselves and plan.effective.before is not None
    return source == EARNINGS_SOURCE or (source == PERIODS_SOURCE and not are_fixed)


def tables_read(run: PlanRun) -> set[str]:
    """Return the sources that a plan reads as tables: where one is credited too, all of its rows matter."""
    tiers = [getattr(component.rate, "tiers", None) for component in run.components.values()]
    named = {str(tier.table) for tier in tiers if isinstance(tier, TierTable)}
    return named | {str(getattr(table, "source", "")) for table in run.plan.tables.values()}


def _together(runs: Collection[PlanRun], sources: Collection[str], facts: Facts) -> str:
    for run in runs:
        if not is_own(run):
            return f"plan {run.plan.plan} compares or adds up several payees, or their pay periods"
        if tables_read(run) & set(sources):
            return f"plan {run.plan.plan} reads a source as a table whose rows are credited"
    for name in sources:
        if name not in facts.sources:
            return f"{name} is made of other tables"
        source, ids = facts.sources[name], facts.transactions[name].frame["transaction_id"]
        if any(len(child.key) != len(source.key) for child in source.children.values()):
            return f"children of {name} belong to several transactions"
        if (ids.str.contains("[%#]") | (ids.str.count_matches("/") != len(source.key) - 1)).any():
            return f"ids of {name} hold signs that join keys"
    return ""


def _family(name: str, source: SourceTable) -> list[tuple[str, SourceTable]]:
    return [(name, source), *((f"{name}.{child}", table) for child, table in source.children.items())]


def _widened(table: SourceTable, types: Mapping[str, tuple[int, int]]) -> SourceTable:
    columns: dict[str, ColumnType] = {}
    finer: list[pl.Expr] = []
    for name, kind in table.columns.items():
        scale, most = types.get(name, (kind.scale, kind.max_abs))
        step = 10 ** max(0, scale - kind.scale)
        columns[name] = replace(kind, scale=max(scale, kind.scale), max_abs=max(most, kind.max_abs * step))
        if kind.is_number and step > 1:
            finer.append(pl.col(name) * step)
    return replace(table, columns=columns, frame=table.frame.with_columns(finer))


def _wider(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The decimals and the largest number of a column that holds what two columns hold."""
    scale = max(one[0], other[0])
    return scale, max(most * 10 ** (scale - own) for own, most in (one, other))
