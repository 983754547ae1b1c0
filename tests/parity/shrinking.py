"""Makes a case that shows a difference small: drops rules and deals for as long as the difference remains."""

from collections.abc import Callable, Iterator
from copy import deepcopy

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
    for name in case.plan["components"]:
        if len(case.plan["components"]) > 1:
            yield _changed(case, lambda plan, name=name: _drop_component(plan, name))
    for name, component in case.plan["components"].items():
        for part in PARTS:
            if part in component and not (part == "earned" and "clawback" in component):
                yield _changed(case, lambda plan, name=name, part=part: plan["components"][name].pop(part))
        for number in range(len(component.get("modifiers", []))):
            if len(component["modifiers"]) > 1:
                yield _changed(case, lambda plan, name=name, number=number: plan["components"][name]["modifiers"].pop(number))
        if "where" in component["credit"]:
            yield _changed(case, lambda plan, name=name: plan["components"][name]["credit"].pop("where"))
    for part in case.plan.get("payment", {}):
        yield _changed(case, lambda plan, part=part: plan["payment"].pop(part))
    for part in ("order", "rounding", "payment"):
        if part in case.plan and (part != "payment" or not case.plan["payment"]):
            yield _changed(case, lambda plan, part=part: plan.pop(part))


def _drop_component(plan: dict, name: str) -> None:
    """Leave a component out, and with it the measures that only it feeds."""
    del plan["components"][name]
    for measure in list(plan.get("measures", {})):
        feeds = plan["measures"][measure]["credit"]
        if isinstance(feeds, list) and name in feeds:
            feeds.remove(name)
            if not feeds:
                del plan["measures"][measure]
    if not plan.get("measures", True):
        del plan["measures"]


def _changed(case: Case, change: Callable[[dict], object]) -> Case:
    plan = deepcopy(case.plan)
    change(plan)
    return Case(case.seed, plan, case.facts, case.used)


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
    return Case(case.seed, case.plan, {**case.facts, "sources": {**case.facts["sources"], "deals": deals}}, case.used)
