"""Makes a case that shows a difference small: drops rules and deals for as long as the difference remains."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace

from tests.parity.case import Case

Shows = Callable[[Case], bool]
PARTS = ("modifiers", "release", "clawback", "earned")


def shrink(case: Case, shows: Shows) -> Case:
    """The smallest case found that still ``shows`` the difference."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in _simpler_plans(case):
            if shows(candidate):
                case, smaller = candidate, True
                break
    return _fewer_deals(case, shows)


def _simpler_plans(case: Case) -> Iterator[Case]:
    """The case with one part of its plan left out."""
    if case.before:
        yield replace(case, plan=_alone(case.plan), before=())
    for path in _paths(case.plan):
        *before, plan = [_without(plan, path) for plan in case.plans]
        yield replace(case, plan=plan, before=tuple(before))


def _alone(plan: dict) -> dict:
    return {key: value for key, value in plan.items() if key != "continues"}


def _without(plan: dict, path: tuple) -> dict:
    plan = deepcopy(plan)
    if len(path) == 2 and path[0] == "components":
        _drop_component(plan, path[1])
        return plan
    inner = plan
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return plan


def _paths(plan: dict) -> Iterator[tuple]:
    """The parts of a plan that it can do without, the largest first."""
    components = plan["components"]
    if len(components) > 1:
        yield from (("components", name) for name in components)
    yield from ((part,) for part in ("payment", "order", "rounding") if part in plan)
    for name, component in components.items():
        parts = [part for part in PARTS if part in component and not (part == "earned" and "clawback" in component)]
        yield from (("components", name, part) for part in parts)
        modifiers = component.get("modifiers", [])
        if len(modifiers) > 1:
            yield from (("components", name, "modifiers", number) for number in range(len(modifiers)))
        if "where" in component.get("credit", {}) and "dated" not in component["credit"]:
            yield ("components", name, "credit", "where")
    payment = plan.get("payment", {})
    if len(payment) > 1:
        yield from (("payment", part) for part in payment)


def _drop_component(plan: dict, name: str) -> None:
    """Leave a component out, and with it the measures that only it feeds."""
    del plan["components"][name]
    for measure in list(plan.get("measures", {})):
        feeds = plan["measures"][measure].get("credit")
        if feeds is None and measure.startswith(name):
            del plan["measures"][measure]
        if isinstance(feeds, list) and name in feeds:
            feeds.remove(name)
            if not feeds:
                del plan["measures"][measure]
    if not plan.get("measures", True):
        del plan["measures"]


def _fewer_deals(case: Case, shows: Shows) -> Case:
    """Leave out halves, quarters, eighths of the deals, down to single ones."""
    rows = case.facts["sources"]["deals"]["rows"]
    size = max(1, len(rows) // 2)
    while True:
        at, dropped = 0, False
        while at < len(rows):
            fewer = rows[:at] + rows[at + size :]
            if fewer and shows(_with_deals(case, fewer)):
                rows, dropped = fewer, True
            else:
                at += size
        if size == 1 and not dropped:
            return _with_deals(case, rows)
        size = max(1, size // 2)


def _with_deals(case: Case, rows: list[dict]) -> Case:
    kept = {row["id"] for row in rows}
    deals = dict(case.facts["sources"]["deals"])
    children = {
        name: {**table, "rows": [row for row in table["rows"] if row["id"] in kept]}
        for name, table in deals["children"].items()
    }
    deals |= {"rows": rows, "children": children}
    return replace(case, facts={**case.facts, "sources": {**case.facts["sources"], "deals": deals}})
