"""Idle modifiers: those that change nothing whatever happens, and conditional ones that changed nothing so far.

A multiplier of 100 %, a kicker of 0, a gate that pays 100 % otherwise, a second cap above the first.
With rows, a multiplier or kicker with a condition is taken away on trial: where no entry changes, none was met.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.documents import place_of
from attain.earnings.model import CapItem, FloorItem, GateItem, KickerItem, Modifier, MultiplierItem
from attain.plans.model import Component
from attain.questions.lint.context import Context
from attain.questions.lint.problems import HOLDS_NOWHERE, IDLE_MODIFIER
from attain.runs.inputs.evaluation import constant_of
from attain.runs.planning import PlanRun
from attain.runs.windows.results import entries_of

FEWEST_LINES = 12


def idle_modifiers(context: Context) -> Iterator[Diagnostic]:
    """Find modifiers that change nothing."""
    for name, component in context.components.items():
        for number, item in enumerate(component.modifiers):
            said = _never(item, component.modifiers[:number])
            if said is not None:
                fix = "remove it, or correct the number"
                yield Diagnostic.of(IDLE_MODIFIER, _place(item), said, fix)
            elif context.run is not None and context.has_rows:
                yield from _so_far(context.run, name, component, number)


def _never(item: Modifier, before: Sequence[Modifier]) -> str | None:
    if isinstance(item, MultiplierItem) and constant_of(item.multiplier.by) == 1:
        return f"a multiplier of {item.multiplier.by} changes nothing"
    if isinstance(item, KickerItem) and constant_of(item.kicker.add) == 0:
        return f"a kicker of {item.kicker.add} adds nothing"
    if isinstance(item, GateItem) and item.gate.else_.value == 1:
        return "a gate that pays 100% otherwise closes nothing"
    if isinstance(item, FloorItem) and constant_of(item.floor.at) == 0:
        return f"a floor of {item.floor.at} raises nothing"
    if isinstance(item, CapItem) and item.cap.when is None:
        return _second_cap(item, before)
    return None


def _second_cap(item: CapItem, before: Sequence[Modifier]) -> str | None:
    """Say that a cap stands behind a lower one of the same window, with nothing between that raises."""
    limit = constant_of(item.cap.at)
    for other in reversed(before):
        if isinstance(other, (MultiplierItem, KickerItem, FloorItem)):
            return None
        if isinstance(other, CapItem) and other.cap.when is None and other.cap.per == item.cap.per:
            lower = constant_of(other.cap.at)
            if lower is not None and limit is not None and lower <= limit:
                return f"the cap of {item.cap.at} stands behind one of {other.cap.at}"
    return None


def _so_far(run: PlanRun, name: str, component: Component, number: int) -> Iterator[Diagnostic]:
    item = component.modifiers[number]
    is_conditional = (isinstance(item, MultiplierItem) and item.multiplier.when is not None) or (
        isinstance(item, KickerItem) and item.kicker.when is not None
    )
    if not is_conditional and not isinstance(item, GateItem):
        return
    without = component.modifiers[:number] + component.modifiers[number + 1 :]
    paid = _paid(run, name, component)
    other = _paid(run, name, component.model_copy(update={"modifiers": without}))
    if other.height < FEWEST_LINES:
        return
    lines = f"none of {other.height:,} entries"
    if is_conditional and paid.equals(other):
        fix = "check the condition; nothing so far meets it"
        yield Diagnostic.of(IDLE_MODIFIER, _place(item), f"'{_when(item)}' changes {lines}", fix)
    elif isinstance(item, GateItem) and paid.is_empty():
        fix = "check the condition; while it holds for nobody the component pays nothing"
        yield Diagnostic.of(HOLDS_NOWHERE, _place(item), f"'{_when(item)}' lets {lines} through", fix)


def _paid(run: PlanRun, name: str, component: Component) -> pl.DataFrame:
    """What a component would pay: line, pay period and amount of each entry that is not 0."""
    made = entries_of(run, name, component)
    return made.filter(pl.col("entry") != 0).select("line", "cut", "entry").sort("line", "cut", "entry")


def _when(item: Modifier) -> str:
    if isinstance(item, GateItem):
        return str(item.gate.when)
    if isinstance(item, MultiplierItem):
        return str(item.multiplier.when)
    return str(item.kicker.when) if isinstance(item, KickerItem) else ""


def _place(item: Modifier) -> Place:
    if isinstance(item, MultiplierItem):
        return place_of(item.multiplier.by)
    if isinstance(item, KickerItem):
        return place_of(item.kicker.add)
    if isinstance(item, GateItem):
        return place_of(item.gate.when)
    return place_of(item.cap.at) if isinstance(item, CapItem) else place_of(item.floor.at)
