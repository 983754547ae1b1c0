"""What of the facts one payee's pay depends on: their own rows, unless their plan shares something with others.

Whoever is measured and paid by nobody's deals but their own is calculated from their own rows. A team's measure, a pot,
a ranking or an override needs everybody's.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import polars as pl

from attain.credits.everybody import Everybody
from attain.credits.team import Team
from attain.plans import Plan
from attain.roster import Roster
from attain.runs import Facts, Results
from attain.runs.again.ground import credited_sources, ends_of, is_own, tables_read
from attain.runs.planning import PlanRun
from attain.sources import SourceTable
from attain.sources.table import SOURCE_LINE
from attain.transactions.identity import child_identity


@dataclass(frozen=True)
class Reach:
    """What a question about one payee is calculated from.

    Attributes:
        facts: the facts that matter.
        plans: the plans that matter.
        sources: the sources whose rows are credited by them.
        is_alone: nobody else's deals matter.
    """

    facts: Facts
    plans: list[Plan]
    sources: tuple[str, ...]
    is_alone: bool


def reach_of(results: Results, facts: Facts, payee: str, since: Collection[str] = ()) -> Reach:
    """Find what a payee's pay depends on, from a calculation of everything.

    Args:
        results: of the calculation.
        facts: what is known.
        payee: who.
        since: transactions that are known otherwise than when it was calculated; they may be the payee's now.
    """
    facts = replace(facts, settled_to=ends_of(results))
    every = list(results.runs.values())
    own = [run for run in every if _is_member(run, payee)]
    if not own or not all(is_own(run) for run in own):
        return Reach(facts, [run.plan for run in every], credited_sources(every), is_alone=False)
    sources = credited_sources(own)
    if any(tables_read(run) & set(sources) for run in own):
        return Reach(facts, [run.plan for run in every], credited_sources(every), is_alone=False)
    code = facts.roster.codes[payee]
    tables = {name: _kept(facts.sources[name], _rows_of(own, name, code, since), facts) for name in sources}
    made = replace(facts, sources={**facts.sources, **tables}, only=frozenset({payee}))
    return Reach(made, [run.plan for run in own], sources, is_alone=True)


def with_people(facts: Facts, named: Collection[str]) -> Facts:
    """Keep of the roster those who are named, and everybody above them."""
    rows = facts.roster.rows
    known = set(named)
    waiting = known
    while waiting:
        above = set(rows.filter(pl.col("payee").is_in(list(waiting)))["manager"].drop_nulls().to_list())
        waiting = above - known
        known |= above
    kept = rows.filter(pl.col("payee").is_in(list(known)))
    codes = kept.select(pl.col("payee").unique().sort()).with_row_index("payee_code")
    managers = codes.rename({"payee": "manager", "payee_code": "manager_code"})
    kept = kept.drop("payee_code", "manager_code", "roster_row").join(
        codes, on="payee", how="left", maintain_order="left"
    )
    kept = kept.join(managers, on="manager", how="left", maintain_order="left").with_row_index("roster_row")
    return replace(facts, roster=Roster(kept.select(rows.columns), facts.roster.file))


def people_in(facts: Facts, sources: Collection[str]) -> set[str]:
    """Name everybody whom a row of some sources names."""
    found: set[str] = set()
    for name in sources:
        tables = [facts.sources[name], *facts.sources[name].children.values()]
        for table in tables:
            for column, kind in table.columns.items():
                if kind.is_text and kind.kind == "payee":
                    found |= set(table.frame[column].drop_nulls().unique().to_list())
    return found


def credits_teams(plans: Collection[Plan]) -> bool:
    """Whether a plan credits everybody, or everybody of a team, so that the whole roster matters."""
    rules = [c.credit for plan in plans for c in plan.components.values()]
    rules += [m.credit for plan in plans for m in plan.measures.values()]
    return any(isinstance(getattr(rule, "to", None), Team | Everybody) for rule in rules)


def with_children(reach: Facts, facts: Facts, source: str, deals: Collection[str]) -> Facts:
    """Give deals that are changed their rows of child tables, where the deal itself was not kept.

    Args:
        reach: the facts that were kept.
        facts: all facts.
        source: the source of the deals.
        deals: their ids.
    """
    if not facts.sources[source].children:
        return reach
    kept = set(reach.transactions[source].frame["transaction_id"].to_list())
    transactions = facts.transactions[source]
    lost = transactions.frame.filter(pl.col("transaction_id").is_in([d for d in deals if d not in kept]))
    children = dict(reach.sources[source].children)
    for name, child in facts.sources[source].children.items():
        rows = child.frame.filter(
            child_identity(child).is_in(transactions.named_by(child, lost.select("row")).implode())
        )
        children[name] = replace(
            children[name], frame=pl.concat([children[name].frame, rows]).unique(maintain_order=True)
        )
    table = replace(reach.sources[source], children=children)
    return replace(reach, sources={**reach.sources, source: table})


def _is_member(run: PlanRun, payee: str) -> bool:
    return bool((run.facts.roster.rows["payee"].eq(payee) & run.members.is_member).any())


def _rows_of(runs: Collection[PlanRun], source: str, code: int, since: Collection[str]) -> pl.Series:
    """Return the ids of the transactions of a source that are credited to a payee, or may be since."""
    found = [pl.Series(list(since), dtype=pl.String)]
    for run in runs:
        for name, rule in run.credit_rules.items():
            if str(rule.source) == source:
                made = run.standing[name]
                rows = made.rows.filter(pl.col("payee") == code)["row"].unique()
                found.append(made.credited.transactions.frame["transaction_id"].gather(rows))
    return pl.concat(found).unique()


def _kept(source: SourceTable, ids: pl.Series, facts: Facts) -> SourceTable:
    """Keep some transactions of a source, and their rows in its child tables."""
    transactions = facts.transactions[source.name]
    rows = transactions.frame.filter(pl.col("transaction_id").is_in(ids.implode()))
    children: dict[str, SourceTable] = {}
    for name, child in source.children.items():
        named = transactions.named_by(child, rows.select("row"))
        children[name] = replace(child, frame=child.frame.filter(child_identity(child).is_in(named.implode())))
    frame = rows.select(source.frame.columns)
    return replace(source, frame=frame.sort(SOURCE_LINE, maintain_order=True), children=children)
