"""From the text of a plan to its model, with every problem of its shape."""

from datetime import timedelta

from attain.diagnostics import Diagnostic, Place
from attain.documents import Node, read_yaml, validate
from attain.money import minor_digits
from attain.money.currency import is_currency
from attain.plans import problems
from attain.plans.model import Plan

CENTURY = timedelta(days=36_525)
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def read_plan(text: str, file: str) -> tuple[Plan | None, list[Diagnostic]]:
    """Read a plan.

    Args:
        text: the YAML document.
        file: its name, as shown in every place.

    Returns:
        The plan (None when its shape is wrong) and the problems found.
    """
    node, found = read_yaml(text, file)
    if node is None:
        return None, found
    plan, more = plan_of(node, file)
    return (None if found else plan), [*found, *more]


def plan_of(node: Node, file: str) -> tuple[Plan | None, list[Diagnostic]]:
    """Make a plan of a node that was read before."""
    plan, found = validate(Plan, node, file)
    if plan is None:
        return None, found
    found = [*_currency(plan), *_range(plan)]
    return (None if found else plan), found


def _currency(plan: Plan) -> list[Diagnostic]:
    if is_currency(plan.currency_code) and minor_digits(plan.currency_code) >= 0:
        return []
    what, fix = f"'{plan.currency}' is not a currency", "write a code of ISO 4217, such as USD or EUR"
    return [Diagnostic.of(problems.UNKNOWN_CURRENCY, _place(plan, "currency"), what, fix)]


def _range(plan: Plan) -> list[Diagnostic]:
    first, before = plan.effective.from_, plan.effective.before
    what = f"from {first}" + (f" before {before}" if before else "")
    if before is not None and before <= first:
        fix = "write a 'before' later than 'from'; it is the first day the plan no longer holds"
        return [Diagnostic.of(problems.REVERSED_RANGE, plan.effective.place, what, fix)]
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR or (before is not None and before - first > CENTURY):
        fix = "correct the year; leave 'before' out while the plan has no end"
        return [Diagnostic.of(problems.TOO_LONG, plan.effective.place, what, fix)]
    return []


def _place(plan: Plan, key: str) -> Place:
    return plan.key_place(key)
