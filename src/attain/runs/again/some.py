"""Some payees calculated again: from the rows that they are paid by, on the ground of everybody's."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import polars as pl

from attain.diagnostics import has_errors, in_order
from attain.money import TooLarge
from attain.plans.phases import phases_of
from attain.plans.succession import predecessors, whole_range
from attain.runs.again.ground import Ground, ends_of, tables_of, widened
from attain.runs.calculate import Results, calculate
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.planning import PlanRun
from attain.runs.words import Tables
from attain.runs.workspace import Opened
from attain.sources import SourceTable
from attain.transactions.identity import child_identity


def calculate_some(opened: Opened, ground: Ground, people: Collection[str]) -> Results:
    """Calculate some payees as the calculation of everybody would.

    Args:
        opened: the workspace with every row that any of them is paid by, and whole tables that are not credited.
        ground: of the calculation of everybody.
        people: who is calculated.

    Returns:
        Their tables. Rows of others are not among them.
    """
    assert opened.facts is not None
    facts = replace(widened(opened.facts, ground), only=frozenset(people), settled_to=dict(ground.ends))
    return calculate(facts, opened.plans, opened.targets)


def calculate_changed(opened: Opened, touched: Mapping[str, Collection[str]]) -> Results:
    """Calculate rows that changed alone, to learn whom they are credited to; nobody is paid.

    Args:
        opened: the workspace with these rows, and maybe others.
        touched: the transactions, by source.
    """
    if opened.facts is None or has_errors(opened.diagnostics):
        return Results(Tables(), opened.diagnostics)
    facts = opened.facts
    alone = {name: _rows_of(facts.sources[name], ids) for name, ids in touched.items()}
    facts = replace(facts, sources={**facts.sources, **alone})
    credited = _credited(facts, opened)
    return credited or calculate(facts, opened.plans, opened.targets, settles=False)


def _credited(facts: Facts, opened: Opened) -> Results | None:
    """Credit and measure rows without paying for them; None where a plan reads what another earns, or overflows."""
    phases, before = phases_of(opened.plans), predecessors(opened.plans)
    if phases.is_needed or phases.problems:
        return None
    findings, runs = Findings(), dict[str, PlanRun]()
    try:
        for step in phases.steps:
            name = str(step.plan.plan)
            run = runs[name] = PlanRun(step.plan, facts, opened.targets, findings)
            last = runs.get(str(before[name].plan)) if name in before else None
            run.follow(last, whole_range(step.plan, before, opened.plans))
            run.prepare()
    except (TooLarge, pl.exceptions.InvalidOperationError):
        return None
    return Results(Tables(), in_order(findings.found), dict(sorted(runs.items())))


def _rows_of(source: SourceTable, ids: Collection[str]) -> SourceTable:
    """Return a source with some transactions alone."""
    wanted = pl.Series(sorted(ids), dtype=pl.String).implode()

    def rows(table: SourceTable) -> pl.DataFrame:
        return table.frame.filter(child_identity(table).is_in(wanted))  # a child is named by its transaction

    children = {name: replace(child, frame=rows(child)) for name, child in source.children.items()}
    return replace(source, frame=rows(source), children=children)


def outgrown(ground: Ground, after: Results) -> str:
    """Say why a change reaches everybody; empty where it does not, if no number or day of before is missing.

    Args:
        ground: of the calculation of everybody before the change.
        after: a calculation of the changed rows alone, as they are.
    """
    now, new = ends_of(after), _types(after)
    for plan, end in ground.ends.items():
        if now.get(plan, end) > end:
            return f"plan {plan} is settled up to a later day"
    for table, columns in ground.types.items():
        for name, (scale, _) in columns.items():
            if new.get(table, {}).get(name, scale) > scale:
                return f"{table}.{name} has more decimals than before"
    return ""


def may_shrink(ground: Ground, after: Results) -> bool:
    """Whether it has to be asked what the changed rows were: an open plan may end earlier, a number be less fine."""
    now, new = ends_of(after), _types(after)
    ends = any(ground.is_open[plan] and end > now.get(plan, end) for plan, end in ground.ends.items())
    return ends or any(
        scale > new.get(table, {}).get(name, scale)
        for table, columns in ground.types.items()
        for name, (scale, _) in columns.items()
    )


def shrunk(ground: Ground, before: Results, after: Results) -> str:
    """Say why a change reaches everybody because something is less than before; empty where it does not.

    Args:
        ground: of the calculation of everybody before the change.
        before: a calculation of the changed rows alone, as they were.
        after: the same as they are.
    """
    was, now = ends_of(before), ends_of(after)
    for plan, end in ground.ends.items():
        if ground.is_open[plan] and was.get(plan, end) >= end > now.get(plan, end):
            return f"plan {plan} may be settled up to an earlier day"
    old, new = _types(before), _types(after)
    for table, columns in ground.types.items():
        for name, (scale, _) in columns.items():
            has, had = new.get(table, {}).get(name, scale), old.get(table, {}).get(name, 0)
            if scale and had == scale > has:
                return f"{table}.{name} may have fewer decimals than before"
    return ""


def _types(results: Results) -> Mapping[str, Mapping[str, int]]:
    """The decimals of the numbers that results show at the scale of their column; money has its currency's."""
    for run in results.runs.values():
        return {
            name: {c: kind.scale for c, kind in table.columns.items() if kind.kind != "money"}
            for name, table in tables_of(run.facts)
        }
    return {}
