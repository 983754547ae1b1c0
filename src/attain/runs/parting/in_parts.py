"""calculate_in_parts(facts, plans): the tables of ``calculate``, row for row, in the memory that a part needs.

First every deal is credited, some at a time; then the payees are calculated, some at a time, by the same kernel. Where
plans tie payees to each other, and where there is anything to tell, all is calculated at once.
"""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from attain.credits import CREDITS
from attain.earnings import EARNINGS
from attain.measures import MEASURES
from attain.money import TooLarge
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from attain.plans import Plan
from attain.runs.calculate import Results, calculate
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.parting.kept import KeptTable, OutOfOrderError
from attain.runs.parting.pieces import Folder, PutAway, put_away
from attain.runs.parting.separable import are_separable
from attain.runs.planning import PlanRun
from attain.runs.words import Tables
from attain.targets import TargetTable


@dataclass(frozen=True)
class Sizes:
    """How much is calculated at a time.

    Attributes:
        least: the least number of deals for which parts are worth it.
        deals: deals that are credited at a time.
        credits: about how many credits a part of the payees has.
    """

    least: int = 500_000
    deals: int = 500_000
    credits: int = 2_500_000


def calculate_in_parts(
    facts: Facts, plans: Sequence[Plan], targets: TargetTable, sizes: Sizes | None = None
) -> Results:
    """Calculate plans some payees at a time, where that finds the same.

    Args:
        facts: what is known.
        plans: the plans, in any order.
        targets: the workspace's target table.
        sizes: how much at a time.

    Returns:
        The tables of ``calculate``. The plans in ``runs`` are not prepared: questions about a number are not asked of
        a calculation in parts.
    """
    sizes = sizes or Sizes()
    is_large = max((source.frame.height for source in facts.sources.values()), default=0) >= sizes.least
    found = _in_parts(facts, plans, targets, sizes) if is_large and are_separable(facts, plans, targets) else None
    if found is not None:
        return found
    return calculate(facts, plans, targets)


def _in_parts(facts: Facts, plans: Sequence[Plan], targets: TargetTable, sizes: Sizes) -> Results | None:
    try:
        away = put_away(facts, plans, targets, Folder(), deal_count=sizes.deals, part_rows=sizes.credits)
        return _put_together(facts, plans, targets, away) if away is not None else None
    except (TooLarge, OutOfOrderError, pl.exceptions.InvalidOperationError):
        return None  # at once, it says what is wrong


def _put_together(facts: Facts, plans: Sequence[Plan], targets: TargetTable, away: PutAway) -> Results | None:
    """Calculate part after part; None where one has something to tell."""
    people = facts.roster.people
    runs = {str(p.plan): PlanRun(p, facts, targets, Findings()) for p in sorted(plans, key=lambda p: str(p.plan))}
    kept = {table.name: KeptTable(table, away.folder, away.dates) for table in (CREDITS, EARNINGS)}
    others: dict[str, list[pl.DataFrame]] = {"measures": [], "payments": [], "periods": []}
    order: dict[tuple[str, str], int] = {}
    for part, (first, until) in enumerate(zip(away.starts, [*away.starts[1:], len(people)], strict=True)):
        some = replace(
            facts,
            only=frozenset(people[first:until]),
            credited=away.of_part(part, facts, runs),
            is_part=True,
            settled_to={**facts.settled_to, **away.last_days},
        )
        some.__dict__["transactions"] = facts.transactions
        gc.collect()  # a plan and what it evaluates with name each other, so that their frames would stay
        results = calculate(some, plans, targets)
        if results.diagnostics:
            return None
        for name, table in kept.items():
            table.put(part, results.tables.parts(name))
        for name, frames in others.items():
            frames.append(results.tables[name])
        order = order or _order_of_measures(results.runs)
        del results, some
    periods = PERIODS.checked(pl.concat(others["periods"]).unique().sort("starts_on", "ends_before", "period_id"))
    tables = {
        "credits": kept["credits"],
        "measures": _measures(others["measures"], order),
        "earnings": kept["earnings"],
        "payments": _payments(others["payments"], periods),
        "periods": periods,
    }
    return Results(Tables(tables), [], runs)


def _order_of_measures(runs: Mapping[str, PlanRun]) -> dict[tuple[str, str], int]:
    names = [(plan, measure) for plan, run in runs.items() for measure in run.measured]
    return {name: number for number, name in enumerate(names)}


def _measures(frames: Sequence[pl.DataFrame], order: Mapping[tuple[str, str], int]) -> pl.DataFrame:
    """Put measures together: as all at once, by plan and measure, and then by owner, as the parts are."""
    numbers = pl.DataFrame(
        [(plan, measure, number) for (plan, measure), number in order.items()],
        schema={"plan_id": pl.String, "measure_id": pl.String, "_number": pl.Int64},
        orient="row",
    )
    every = pl.concat(frames).join(numbers, on=["plan_id", "measure_id"], how="left", maintain_order="left")
    return MEASURES.checked(every.sort("_number", maintain_order=True).drop("_number"))


def _payments(frames: Sequence[pl.DataFrame], periods: pl.DataFrame) -> pl.DataFrame:
    """Put payments together: as all at once, by currency and pay period, and then by payee, as the parts are."""
    every = pl.concat(frames).join(
        periods.select("period_id", "starts_on"), on="period_id", how="left", maintain_order="left"
    )
    return PAYMENTS.checked(every.sort("currency", "starts_on", maintain_order=True))
