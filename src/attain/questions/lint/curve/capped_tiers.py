"""Capped tiers: the cap is reached before the tier is, so the tier never pays.

8 % of a quota of 100,000, 12 % from 100 %, and a cap of 8,000 a quarter: the 12 % pay nothing to anybody.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile

from attain.diagnostics import Diagnostic
from attain.documents import Quantity
from attain.earnings.model import Cap, CapItem, GateItem, KickerItem, MultiplierItem
from attain.measures import Measure
from attain.plans.checks.table_rows import placed
from attain.plans.model import Component
from attain.questions.curves import Curves, PayoutCurve
from attain.questions.lint.context import Context
from attain.questions.lint.problems import CAPPED_TIER
from attain.runs.inputs.evaluation import constant_of

_WINDOWS = ("transaction", "day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever")


def capped_tiers(context: Context) -> Iterator[Diagnostic]:
    """Find tiers that start where the cap of their component has been reached already."""
    for name, curves in context.curves.items():
        component = context.components[name]
        _, measure = context.around.measure_of(name)
        cap = _cap_of(component, measure) if measure is not None else None
        limit = constant_of(cap.at) if cap is not None else None
        if cap is None or limit is None or not curves.is_incentive_known:
            continue
        for curve in curves.shown:
            for bound in list(curve.rate.bounds())[1:]:
                yield from _finding(context, curves, curve, bound, limit=limit)


def _cap_of(component: Component, measure: Measure) -> Cap | None:
    """The first cap that limits the whole window of the measure, if nothing before it can lower what it limits."""
    modifiers = component.modifiers
    before = list(takewhile(lambda item: not isinstance(item, CapItem), modifiers))
    if len(before) == len(modifiers) or not all(isinstance(i, (GateItem, KickerItem, MultiplierItem)) for i in before):
        return None
    factors = [constant_of(item.multiplier.by) for item in before if isinstance(item, MultiplierItem)]
    if any(factor is None or factor < 1 for factor in factors):
        return None
    item = modifiers[len(before)]
    assert isinstance(item, CapItem)
    is_lost = item.cap.when is None and item.cap.excess == "lost"
    is_whole = is_lost and _WINDOWS.index(item.cap.per) >= _WINDOWS.index(measure.per)
    return item.cap if is_whole else None


def _finding(
    context: Context, curves: Curves, curve: PayoutCurve, bound: Quantity, *, limit: Fraction
) -> Iterator[Diagnostic]:
    if not curve.is_own_base:
        return
    seen = [r for r in context.reached(curves.measure) if r.target]
    targets = {r.target for r in seen if r.target} or ({curves.target} if curves.target else set())
    on = {target: curve.with_target(target) for target in targets}
    if curve.whole is None:
        on = {Fraction(0): curve}
    paid = {target: one.at([one.place_of(bound)])[0] - one.jump_at(bound) for target, one in on.items()}
    if not paid or min(paid.values()) < limit:
        return
    most = context.money(limit)
    what = f"the tier at {bound.text} pays nothing: what comes before it pays {context.money(min(paid.values()))}, "
    what += f"and the cap is {most}"
    fix = "raise the cap, or remove the tier"
    made = Diagnostic.of(CAPPED_TIER, placed(bound, curve.rate.place), what, fix)
    yield replace(made, payees=tuple(dict.fromkeys(r.owner for r in seen if r.is_at(bound.value))))
