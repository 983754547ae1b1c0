"""Limits before factors: a cap that a later multiplier or kicker passes, a floor that a later one undercuts.

A cap of 20,000 and then a multiplier of 150 % pay up to 30,000. The other way round 20,000 is the most.
"""

from collections.abc import Iterator, Sequence

from attain.diagnostics import Diagnostic
from attain.documents import Text, place_of
from attain.earnings.model import CapItem, FloorItem, GateItem, KickerItem, Modifier, MultiplierItem
from attain.plans.model import Component
from attain.questions.lint.context import Context
from attain.questions.lint.problems import LIMIT_BEFORE_FACTOR
from attain.runs.inputs.evaluation import constant_of


def limits_before_factors(context: Context) -> Iterator[Diagnostic]:
    """Find caps and floors whose place in the list lets a later modifier pass them."""
    for component in context.components.values():
        yield from _of_component(context, component)


def _of_component(context: Context, component: Component) -> Iterator[Diagnostic]:
    for number, item in enumerate(component.modifiers):
        later = component.modifiers[number + 1 :]
        if isinstance(item, CapItem) and not any(isinstance(other, CapItem) for other in later):
            raised = _first(later, raising=True)
            if raised is not None:
                at = constant_of(item.cap.at)
                most = context.money(at) if at is not None else str(item.cap.at)
                what = f"{raised} after the cap of {most} may raise what it limits"
                fix = "write the cap last if it is the most that is paid"
                yield Diagnostic.of(LIMIT_BEFORE_FACTOR, place_of(item.cap.at), what, fix)
        elif isinstance(item, FloorItem) and not any(isinstance(other, FloorItem) for other in later):
            lowered = _first(later, raising=False)
            if lowered is not None:
                at = constant_of(item.floor.at)
                least = context.money(at) if at is not None else str(item.floor.at)
                what = f"{lowered} after the floor of {least} may lower what it raises"
                fix = "write the floor last if it is the least that is paid"
                yield Diagnostic.of(LIMIT_BEFORE_FACTOR, place_of(item.floor.at), what, fix)


def _first(later: Sequence[Modifier], *, raising: bool) -> str | None:
    """Name the first modifier that raises (or lowers) what stands before it."""
    for item in later:
        if isinstance(item, MultiplierItem) and _passes(item.multiplier.by, raising=raising):
            return f"'multiplier: {item.multiplier.by}'"
        if isinstance(item, KickerItem) and raising:
            return f"'kicker: {item.kicker.add}'"
        if isinstance(item, GateItem) and not raising:
            return "a gate"
    return None


def _passes(factor: Text, *, raising: bool) -> bool:
    fixed = constant_of(factor)
    return fixed is None or (fixed > 1 if raising else fixed < 1)
