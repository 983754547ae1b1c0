"""Succession: a plan that continues another goes on with its running measures, instead of starting them again at 0.

80,000 booked under the plan of January and February stand in the quarter when its successor begins in March: the first
deal of March walks from 80,000. Measures are the same by name, owner and window.
Source: docs/behaviours/succession.md.
"""

from collections.abc import Iterator, Mapping, Sequence

from attain.diagnostics import Diagnostic
from attain.measures import Measure
from attain.measures.problems import DOES_NOT_GO_ON
from attain.periods import Calendar
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.model import Effective, Plan
from attain.plans.problems import NO_SUCCESSION

_SAME = ("kind", "per", "owner", "against", "group", "round", "sum", "ratio", "over", "last")


def predecessors(plans: Sequence[Plan]) -> dict[str, Plan]:
    """Name the plan that each continues, where there is one and they do not run in a circle."""
    named = {str(plan.plan): plan for plan in plans}
    found: dict[str, Plan] = {}
    for name, plan in named.items():
        seen, at = {name}, plan
        while at.continues is not None and str(at.continues) in named and str(at.continues) not in seen:
            at = named[str(at.continues)]
            seen.add(str(at.plan))
        is_circle = at.continues is not None and str(at.continues) in named
        if plan.continues is not None and str(plan.continues) in named and not is_circle:
            found[name] = named[str(plan.continues)]
    return found


def whole_range(plan: Plan, before: Mapping[str, Plan], plans: Sequence[Plan]) -> Effective:
    """Return the days of a plan with those of the plans it continues and of those that continue it."""
    first = last = plan
    while str(first.plan) in before:
        first = before[str(first.plan)]
    while True:
        following = [p for p in plans if before.get(str(p.plan)) is last]
        if not following:
            break
        last = max(following, key=lambda p: p.effective.from_)
    return Effective.model_construct(from_=first.effective.from_, before=last.effective.before)


def succession_problems(plans: Sequence[Plan]) -> Iterator[Diagnostic]:
    """Find successions that would restart or double a measure."""
    named = {str(plan.plan): plan for plan in plans}
    before = predecessors(plans)
    for name, plan in named.items():
        if plan.continues is None or str(plan.continues) not in named or str(plan.continues) == name:
            continue
        if name not in before:
            what = f"'{name}' continues '{plan.continues}', and that leads back to a plan that was there before"
            fix = "remove 'continues' from the plan that came first"
            yield Diagnostic.of(NO_SUCCESSION, plan.continues.place, what, fix)
            continue
        yield from _range_problems(plan, before[name])
        yield from _measure_problems(plan, before[name])


def _range_problems(plan: Plan, last: Plan) -> Iterator[Diagnostic]:
    ends, starts = last.effective.before, plan.effective.from_
    if ends == starts:
        return
    until = f"ends before {ends}" if ends is not None else "has no end"
    what = f"'{last.plan}' {until}, and '{plan.plan}', which continues it, starts on {starts}"
    fix = f"write 'before: {starts}' in '{last.plan}', or another first day here"
    assert plan.continues is not None
    yield Diagnostic.of(NO_SUCCESSION, plan.continues.place, what, fix)


def _measure_problems(plan: Plan, last: Plan) -> Iterator[Diagnostic]:
    mine, theirs = _measures(plan), _measures(last)
    for name in mine.keys() & theirs.keys():
        for key in _SAME:
            here, there = str(getattr(mine[name], key)), str(getattr(theirs[name], key))
            if here != there:
                what = f"measure '{name}' has '{key}' {_said(here)} here and {_said(there)} in '{last.plan}'"
                fix = "keep it as it was until the window ends, or give the new measure another name"
                place = mine[name].place if mine[name].place.file else plan.place
                yield Diagnostic.of(DOES_NOT_GO_ON, place, what, fix)


def _said(value: str) -> str:
    return "nothing" if value == "None" else f"'{value}'"


def _measures(plan: Plan) -> dict[str, Measure]:
    found = Surroundings(plan, {}, {}, Calendar(), 2).measures
    return {name: m for name, m in found.items() if m is not ALONE and m.per not in {"transaction", "plan"}}
