"""Some payees calculated again: from the rows that they are paid by, on the ground of everybody's."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from attain.diagnostics import has_errors
from attain.runs.again.ground import Ground, ends_of, tables_of, widened
from attain.runs.calculate import Results, calculate
from attain.runs.words import Tables
from attain.runs.workspace import Opened


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


def calculate_changed(opened: Opened) -> Results:
    """Calculate rows that changed alone, to learn whom they are credited to; nobody is paid."""
    if opened.facts is None or has_errors(opened.diagnostics):
        return Results(Tables(), opened.diagnostics)
    return calculate(opened.facts, opened.plans, opened.targets, settles=False)


def outgrown(ground: Ground, before: Results, after: Results) -> str:
    """Say why a change reaches everybody; empty where it does not.

    Args:
        ground: of the calculation of everybody before the change.
        before: a calculation of the changed rows alone, as they were.
        after: the same as they are.
    """
    was, now = ends_of(before), ends_of(after)
    for plan, end in ground.ends.items():
        if now.get(plan, end) > end:
            return f"plan {plan} is settled up to a later day"
        if ground.is_open[plan] and was.get(plan, end) >= end > now.get(plan, end):
            return f"plan {plan} may be settled up to an earlier day"
    old, new = _types(before), _types(after)
    for table, columns in ground.types.items():
        for name, (scale, _) in columns.items():
            has, had = new.get(table, {}).get(name, scale), old.get(table, {}).get(name, 0)
            if has > scale:
                return f"{table}.{name} has more decimals than before"
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
