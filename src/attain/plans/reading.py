"""From the text of a plan to its model, with every problem of its shape."""

from attain.diagnostics import Diagnostic, Place
from attain.documents import Node, read_yaml, validate
from attain.money import minor_digits
from attain.money.currency import is_currency
from attain.plans import problems
from attain.plans.model import Plan


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
    before = plan.effective.before
    if before is None or plan.effective.from_ < before:
        return []
    what = f"from {plan.effective.from_} before {before}"
    fix = "write a 'before' later than 'from'; it is the first day the plan no longer holds"
    return [Diagnostic.of(problems.REVERSED_RANGE, plan.effective.place, what, fix)]


def _place(plan: Plan, key: str) -> Place:
    return plan.key_place(key)
