"""Whether what one payee earns depends on nobody else, and the order of rows on dates and ids alone.

Then payees can be calculated some at a time, and their rows put together as if all had been calculated at once. A
team's measure, a ranking, a pot or an override on earnings ties payees to each other; clawbacks, ties, floors and
windows make rows whose order has more to it. Such plans are calculated at once.
"""

from collections.abc import Sequence

from attain.earnings.model import FloorItem
from attain.plans import Plan
from attain.plans.phases import phases_of
from attain.plans.succession import predecessors
from attain.rates import Pool, RankPrize
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.planning import PlanRun
from attain.sources import SourceTable
from attain.targets import TargetTable


def are_separable(facts: Facts, plans: Sequence[Plan], targets: TargetTable) -> bool:
    """Say whether plans over facts can be calculated in parts."""
    has_rates = facts.fx is not None and bool(facts.fx.rows)
    if has_rates or facts.only is not None or facts.roster.copies > 1 or targets.changes:
        return False
    if phases_of(plans).is_needed or predecessors(plans) or len({plan.pay_period for plan in plans}) != 1:
        return False
    runs = [PlanRun(plan, facts, targets, Findings()) for plan in plans]
    return all(_is_own(run) and _has_plain_lines(run) and _has_whole_keys(run, facts) for run in runs)


def _is_own(run: PlanRun) -> bool:
    """Whether everybody is measured and paid by their own deals alone."""
    if any(isinstance(component.rate, Pool | RankPrize) for component in run.components.values()):
        return False
    return all(not measure.is_derived and str(measure.owner) == "payee" for measure in run.measures.values())


def _has_plain_lines(run: PlanRun) -> bool:
    """Whether every line is one credit, in the order of dates and ids."""
    if run.plan.order or run.plan.holds:
        return False
    for name, component in run.components.items():
        later = component.clawback or component.release or component.holds or component.earned
        if later or name not in run.credited or run.plan.is_windowed(name):
            return False
        if any(isinstance(item, FloorItem) for item in component.modifiers):
            return False
    return True


def _has_whole_keys(run: PlanRun, facts: Facts) -> bool:
    """Whether rows of child tables name their deal by its whole key, so that they can be told apart by it."""
    sources = [facts.sources.get(str(rule.source)) for rule in run.credit_rules.values()]
    return all(source is not None and source.key and _names_whole(source) for source in sources)


def _names_whole(source: SourceTable) -> bool:
    keys = [child.key for child in source.children.values()]
    return all(len(key) == len(source.key) and (key == source.key or not set(key) <= set(source.key)) for key in keys)
