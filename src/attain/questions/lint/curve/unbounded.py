"""Unbounded pay: what grows faster and faster, with no cap anywhere.

A finding is: the last line of ``interpolated`` that ``extend``s upwards, a top rate more than four times the first
that pays, and a multiplier read from a measure or a column. None is: a rate that merely goes on, a modest
accelerator, and a draw, which ends with its ``while`` or its recovery; noting these would be noise.
"""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic, Place
from attain.documents import place_of
from attain.earnings.model import CapItem, MultiplierItem
from attain.expressions import is_percent
from attain.expressions.syntax.tree import Operation
from attain.plans.checks.table_rows import placed
from attain.plans.model import Component
from attain.questions.curves import Curves
from attain.questions.curves.texts import percent_text
from attain.questions.lint.context import Context
from attain.questions.lint.problems import UNBOUNDED
from attain.rates import Interpolated, MarginalTiers, WholeTiers
from attain.runs.inputs.evaluation import parsed_of

STEEP = 4
FIX = "add a cap: at the end of 'modifiers' for the component, or under 'payment' for everything"
_BOUNDING = frozenset({"least", "lookup", "case"})


def unbounded(context: Context) -> Iterator[Diagnostic]:
    """Find accelerators without a cap, one finding for each component at most."""
    if context.plan.payment.cap is not None:
        return
    for name, component in context.components.items():
        if any(isinstance(item, CapItem) and item.cap.when is None for item in component.modifiers):
            continue
        found = _extended(component) or _steep(component, context.curves[name]) or _factor(component)
        if found is not None:
            place, what = found
            yield Diagnostic.of(UNBOUNDED, place, what, FIX)


def _extended(component: Component) -> tuple[Place, str] | None:
    rate = component.rate
    if not isinstance(rate, Interpolated) or rate.beyond != "extend":
        return None
    (x0, y0), (x1, y1) = rate.points[-2:]
    if x1.value <= x0.value or y1.value <= y0.value:
        return None
    return rate.key_place("beyond"), f"beyond {x1.text} the payout goes on as between {x0.text} and {x1.text}"


def _steep(component: Component, curves: Curves) -> tuple[Place, str] | None:
    rate = component.rate
    if not isinstance(rate, (MarginalTiers, WholeTiers)):
        return None
    for curve in curves.shown:
        paying = [pay for pay in curve.pays if pay > 0]
        if curve.pays and paying and curve.pays[-1] == max(paying) > STEEP * paying[0]:
            bound = list(rate.bounds())[-1]
            shown = [percent_text(pay) if curve.are_percents else str(pay) for pay in (paying[0], paying[-1])]
            what = f"from {bound.text} on the rate is {shown[1]}, after {shown[0]} at the start, and nothing caps it"
            return placed(bound, rate.place), what
    return None


def _factor(component: Component) -> tuple[Place, str] | None:
    for item in component.modifiers:
        if not isinstance(item, MultiplierItem):
            continue
        parsed, _ = parsed_of(item.multiplier.by)
        if parsed is None or not parsed.names or is_percent(parsed):
            continue
        if isinstance(parsed.root, Operation) and parsed.root.operator in _BOUNDING:
            continue
        return place_of(item.multiplier.by), f"the factor is '{item.multiplier.by}', however large that is"
    return None
