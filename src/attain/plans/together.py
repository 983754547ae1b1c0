"""Checks of a workspace's plans together: plans that name each other."""

from collections.abc import Iterator, Sequence

from attain.diagnostics import Diagnostic, in_order
from attain.documents import Text, instead_of
from attain.plans.model import Plan
from attain.plans.phases import phase_problems
from attain.plans.problems import UNKNOWN_COMPONENT
from attain.plans.succession import succession_problems


def check_together(plans: Sequence[Plan]) -> list[Diagnostic]:
    """Find names of plans that the workspace does not have, and plans that name themselves.

    Returns:
        Every problem, in order of place.
    """
    names = [str(plan.plan) for plan in plans]
    named = [problem for plan in plans for problem in _of_plan(plan, names)]
    return in_order([*named, *phase_problems(plans), *succession_problems(plans)])


def _of_plan(plan: Plan, names: Sequence[str]) -> Iterator[Diagnostic]:
    named: list[tuple[str, Text]] = [("alongside", name) for name in plan.alongside]
    named += [("continues", plan.continues)] if plan.continues is not None else []
    others = [name for name in names if name != plan.plan]
    for key, name in named:
        if name == plan.plan:
            what, fix = f"'{key}' names the plan itself", f"name another plan, or remove '{key}'"
            yield Diagnostic.of(UNKNOWN_COMPONENT, name.place, what, fix)
        elif name not in others:
            what = f"'{key}' names '{name}', and there is no such plan"
            yield Diagnostic.of(UNKNOWN_COMPONENT, name.place, what, instead_of(name, others, "the other plans are"))
