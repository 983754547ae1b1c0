"""The usual value of a target: the amount a plan gives everybody, before ramp, season and proration.

100,000 a quarter is 400,000 over the year. A target read over less than its own window has no usual value.
"""

from fractions import Fraction

from attain.plans.model import Plan
from attain.runs.inputs.evaluation import constant_of

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def usual_target(plan: Plan, name: str, window: str) -> Fraction | None:
    """Return a target's amount for a whole window, in natural units; None where it is no number or is not known."""
    rule = plan.targets.get(name)
    if rule is None or rule.target_amount is None:
        return None
    found = constant_of(rule.target_amount)
    if found is None or rule.per == window:
        return found
    own, wanted = _MONTHS.get(rule.per), _MONTHS.get(window)
    if own is None or wanted is None or wanted < own:
        return None
    return found * (wanted // own)
