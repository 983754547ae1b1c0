"""A plan cut in two: the same rules before and after a day, often with other rates, one plan continuing the other."""

from copy import deepcopy
from datetime import date
from random import Random

from tests.oracle.periods import DAY
from tests.oracle.windows import Calendar
from tests.parity.case import Case

FEATURE = "succession"
# What pays for a whole window would be paid by both plans; what settles or reads other earnings has tests of its own.
LEFT_OUT = ("payment", "results of windows", "overrides", "rate step_bonus")


def cut_in_two(case: Case, random: Random) -> Case:
    """The case with its plan cut on a day among its deals; the case itself where its plan cannot be cut."""
    if any(_pays_for_a_window(component["rate"]) for component in case.plan["components"].values()):
        return case
    starts_on, before = (date.fromisoformat(case.plan["effective"][key]) for key in ("from", "before"))
    months = Calendar(case.facts["calendar"], starts_on, before).periods("month", starts_on, before - DAY)
    month = random.choice(months[1:6])
    day = month.starts_on + random.choice([0, 0, 0, 9, 15]) * DAY
    first, second = deepcopy(case.plan), deepcopy(case.plan)
    first |= {"plan": f"{case.plan['plan']}_before", "effective": {"from": str(starts_on), "before": str(day)}}
    second |= {"effective": {"from": str(day), "before": str(before)}, "continues": first["plan"]}
    for component in second["components"].values():
        if random.random() < 0.5:
            component["rate"] = _raised(component["rate"])
    case.used.append(FEATURE)
    return Case(case.seed, second, case.facts, case.used, (first,))


def _pays_for_a_window(rate: dict | str) -> bool:
    if isinstance(rate, str):
        return False
    is_money = rate["kind"] == "interpolated" and not rate["points"][0][1].endswith("%")
    return rate["kind"] == "step_bonus" or rate.get("pays") == "payout" or is_money or _is_curve_of_a_target(rate)


def _is_curve_of_a_target(rate: dict) -> bool:
    return rate["kind"] == "interpolated" and rate.get("of", "value") != "value"


def _raised(rate: dict | str) -> dict | str:
    """The same rate with a percent more in every tier, where its tiers are plain percents."""
    if isinstance(rate, str):
        return _more(rate)
    if isinstance(rate.get("pay"), str):
        return rate | {"pay": _more(rate["pay"])}
    if isinstance(rate.get("tiers"), list) and all(isinstance(tier["pay"], str) for tier in rate["tiers"]):
        return rate | {"tiers": [tier | {"pay": _more(tier["pay"])} for tier in rate["tiers"]]}
    return rate


def _more(pay: str) -> str:
    number = pay.removesuffix("%")
    return f"{int(number) + 1}%" if pay.endswith("%") and number.isdigit() else pay
