"""What is changed in a finished case, with dice of its own: so the cases of earlier seeds stay what they were.

Percent kickers on what attains a target incentive, floors that hold on a condition and stand before other modifiers,
and runs as of a day on which not everything is known.
"""

from collections.abc import Iterable
from datetime import date
from random import Random

from tests.oracle.periods import DAY
from tests.parity.case import Case

KICKERS, FLOORS, AS_OF, SALARIES = "percent kicker on an incentive", "floor anywhere", "as of", "pay periods"
LIMITS, FORGIVEN = "limit at a target", "draw forgiven after a day"
WINDOWS = ["month", "quarter", "year"]
PERCENTS = ["1%", "2.5%", "0.125%", "10%"]
CONDITIONS = ["measured >= 10000", "measured < 50000", "type = 'Renewal'", "payee.title = 'Senior Rep'"]


def changed(case: Case, seed: int, without: Iterable[str]) -> Case:
    """The case with later features in it."""
    random, left_out = Random(f"later {seed}"), frozenset(without)  # noqa: S311 - it must come back with its seed
    plans = case.plans
    for name in plans[-1]["components"]:
        chances = [random.randrange(100) for _ in range(2)]
        for plan in plans:
            component = plan["components"].get(name, {})
            if KICKERS not in left_out and chances[0] < 50:
                _kick(case, component, random)
            if FLOORS not in left_out and chances[1] < 60:
                _move_floor(case, component, Random(f"floor {seed} {name}"))  # noqa: S311 - as above
    if AS_OF not in left_out and random.randrange(100) < 15:
        case.facts["as_of"] = str(_day(case, random))
        case.used.append(AS_OF)
    later = Random(f"salaries {seed}")  # noqa: S311 - as above
    if SALARIES not in left_out and later.randrange(100) < 25:
        _add_salaries(case, later)
    if LIMITS not in left_out and later.randrange(100) < 25:
        _limit_at_targets(case, later)
    if FORGIVEN not in left_out:
        _forgive(case, Random(f"forgiven {seed}"))  # noqa: S311 - as above
    return case


def _forgive(case: Case, random: Random) -> None:
    """Let what is owed of a draw be forgiven, sometimes on the first or the last day of a pay period."""
    draw = case.plan.get("payment", {}).get("draw", {})
    if draw.get("recoverable") != "true" or random.random() >= 0.35:
        return
    day = date.fromisoformat(case.plan["effective"]["from"]) + random.randrange(30, 200) * DAY
    day = random.choice([day, day.replace(day=1), day.replace(day=1) - DAY])
    draw["recover"] = {**draw.get("recover", {}), "forgive_after": str(day)}
    case.used.append(FORGIVEN)


def _limit_at_targets(case: Case, random: Random) -> None:
    """Let caps and floors of windows, and the cap of payments, be a share of a target."""
    share = random.choice(["2.5%", "10%", "150%"])
    for plan in case.plans:
        limits = [m[w] for c in plan["components"].values() for m in c.get("modifiers", []) for w in m if w != "gate"]
        limits = [limit for limit in limits if limit.get("per") in WINDOWS]
        payment = plan.get("payment", {}).get("cap")
        for name, target in plan.get("targets", {}).items():
            if "amount" not in target or target["per"] not in WINDOWS:
                continue
            for limit in limits:
                limit["per"] = max(limit["per"], target["per"], key=WINDOWS.index)
                limit["at"] = f"{name} * {share}"
            if payment is not None:
                payment |= {"at": f"{name} * {share}", "per": target["per"]}
            case.used.append(LIMITS)
            break


def _add_salaries(case: Case, random: Random) -> None:
    """Pay salaries, allowances or a bonus on tenure beside everything else, for the days on the plan."""
    case.facts["roster_columns"]["salary"] = "money"
    for row in case.facts["roster"]:
        row["salary"] = random.choice(["48000", "61234.56", "0", "30000.05"])
    value = random.choice(["payee.salary / 12", "payee.salary * plan_days / period_days", "payee.tenure_months", "1"])
    credit = {"source": "periods", "value": value, "to": random.choice(["payee", {"manager_of": "payee"}])}
    if random.random() < 0.3:
        credit["where"] = random.choice(["plan_days = period_days", "payee.title = 'Rep'"])
    if random.random() < 0.2:
        credit["dated"] = "ends_on"
    component: dict[str, object] = {"credit": credit, "rate": "33.3%"}
    if "salary" not in value:
        component["rate"] = {"kind": "per_unit", "pay": random.choice(["3.335", "2500.05"])}
    elif random.random() < 0.5:
        component["measure"] = {"sum": "value", "per": random.choice(["month", "quarter", "year"])}
        tiers = [{"from": "0", "pay": "100%"}, {"from": "4000", "pay": "12.5%"}]
        component["rate"] = {"kind": "marginal_tiers", "tiers": tiers}
    for plan in case.plans:
        plan["components"] = {**plan["components"], "salaries": component}
    case.used.append(SALARIES)


def _kick(case: Case, component: dict, random: Random) -> None:
    """Make a percent of a kicker in money, where the rate is about a target or a curve of money."""
    rate = component.get("rate")
    counts = "amount" not in str(component.get("credit", {}).get("value", ""))
    if not isinstance(rate, dict) or "modifiers" not in component or counts or not _multiplies(rate):
        return
    for item in component["modifiers"]:
        if "kicker" in item and not item["kicker"]["add"].endswith("%"):
            item["kicker"] = item["kicker"] | {"add": random.choice(PERCENTS)}
            case.used.append(KICKERS)


def _multiplies(rate: dict) -> bool:
    return "of" in rate or rate.get("pays") == "payout" or rate["kind"] in {"step_bonus", "interpolated"}


def _move_floor(case: Case, component: dict, random: Random) -> None:
    """Put a floor of a window before other modifiers, and let it hold on a condition; in some, add one."""
    modifiers = component.get("modifiers", [])
    floors = [item for item in modifiers if "per" in item.get("floor", {})]
    measure = component.get("measure")
    is_personal = isinstance(measure, dict) and "owner" not in measure and measure["per"] in {"month", "quarter"}
    is_of_deals = component.get("credit", {}).get("source") == "deals"
    if not floors and modifiers and is_personal and is_of_deals and random.random() < 0.3:
        floors = [{"floor": {"at": random.choice(["60", "300.05"]), "per": measure["per"]}}]
    if not floors:
        return
    (floor,) = floors
    rest = [item for item in modifiers if item is not floor]
    rest.insert(random.randint(0, len(rest)), floor)
    component["modifiers"] = rest
    adds_up = is_of_deals and isinstance(measure, dict) and "sum" in measure
    if adds_up and "against" not in component["measure"] and random.random() < 0.6:
        floor["floor"] = floor["floor"] | {"when": random.choice(CONDITIONS)}
    if random.random() < 0.3:
        rest.append({"floor": {"at": "700", "per": "year"}})
    case.used.append(FLOORS)


def _day(case: Case, random: Random) -> date:
    """A day among the plan's, often the last of a month."""
    first, before = (date.fromisoformat(case.plan["effective"][key]) for key in ("from", "before"))
    day = first + random.randrange(min(240, (before - first).days)) * DAY
    return day.replace(day=1) - DAY if random.random() < 0.4 and day.replace(day=1) > first else day
