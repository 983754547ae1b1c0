"""A random plan and the small workspace it runs in, the same for the same seed.

Aimed, not merely random: amounts land on bounds, on halves of a minor unit, on 0 and below it, on the last day of a
period, several on one day, and a part of the deals is cancelled.
"""

from collections.abc import Iterable
from datetime import date
from random import Random

from tests.oracle.world import MINOR_DIGITS
from tests.parity import endless_rules, later_rules, relief_rules, succession_rules
from tests.parity.case import Case, Draft
from tests.parity.credit_rules import make_credit
from tests.parity.currency_rules import make_currencies, make_fx, pay_in_other_currencies
from tests.parity.deals import Deals
from tests.parity.dice import Dice
from tests.parity.matrix_rules import MatrixMaker
from tests.parity.measure_rules import make_measure
from tests.parity.modifier_rules import make_modifiers
from tests.parity.override_rules import make_overrides
from tests.parity.payment_rules import make_clawback, make_holds, make_payment, make_release
from tests.parity.people import COVERED, make_roster
from tests.parity.rate_rules import RateMaker
from tests.parity.window_rules import make_windowed

RATES = {
    "flat_rate": 14,
    "per_unit": 12,
    "marginal_tiers": 24,
    "whole_tiers": 20,
    "step_bonus": 14,
    "interpolated": 16,
    "matrix": 14,
}
MEASURED = {
    "flat_rate": {"none": 40, "sum": 45, "count": 15},
    "per_unit": {"none": 15, "sum": 55, "count": 30},
    "marginal_tiers": {"sum": 88, "count": 12},
    "whole_tiers": {"sum": 66, "count": 10, "ratio": 14, "last": 10},
    "step_bonus": {"sum": 60, "count": 20, "ratio": 8, "last": 12},
    "interpolated": {"sum": 60, "count": 10, "ratio": 12, "last": 18},
}
NAMES = ["new_business", "expansion", "attach", "override", "accelerator"]
CALENDARS = [
    ({"year_starts": "2026-01-01", "weeks": "iso"}, date(2026, 1, 1)),
    ({"year_starts": "2026-01-01"}, date(2026, 1, 1)),
    ({"year_starts": "2025-07-01", "weeks": "iso"}, date(2025, 7, 1)),
    ({"year_starts": "2026-04-01", "fiscal_year_named_by": "start"}, date(2026, 4, 1)),
    ({"year_starts": "2026-02-01", "pattern": "4-4-5"}, date(2026, 2, 1)),
]


def generate(seed: int, without: Iterable[str] = ()) -> Case:
    """Make the case of a seed; ``without`` names kinds and features to leave out."""
    later, left_out = Random(f"succession {seed}"), frozenset(without)  # noqa: S311 - it must come back with its seed
    case = _followed(seed, left_out, later)
    if relief_rules.FEATURE not in left_out and later.randrange(100) < 50:
        case = relief_rules.change_targets(case, later)
    case = later_rules.changed(case, seed, left_out)
    return endless_rules.opened(case, seed, left_out)


def _followed(seed: int, left_out: frozenset[str], later: Random) -> Case:
    """The case of a seed, in some seeds with its plan cut in two."""
    if succession_rules.FEATURE not in left_out and later.randrange(100) < 20:
        return succession_rules.cut_in_two(_case(seed, left_out | {*succession_rules.LEFT_OUT}), later)
    return _case(seed, left_out)


def _case(seed: int, without: Iterable[str]) -> Case:
    dice = Dice(seed, without)
    draft = _draft(dice)
    make_roster(draft)
    listed = make_currencies(draft)
    pay_in_other_currencies(draft)
    plan = _plan(draft)
    facts = {
        "calendar": draft.calendar,
        "currency": draft.currency,
        "sources": {"deals": Deals(draft).source(_row_count(dice))},
        "roster": draft.roster,
        "roster_columns": {"commission": "percent"},
        "targets": draft.target_rows,
        "fx": listed,
    }
    facts["roster_columns"] |= {"pay_currency": "text"} if draft.foreign else {}
    if draft.levels:
        columns = {"payee": "payee", "month": "text", "product_family": "text", "from": "money", "pay": "percent"}
        facts["sources"]["levels"] = {
            "key": list(columns)[:4],
            "columns": columns,
            "rows": draft.levels,
            "children": {},
        }
    return Case(seed, plan, facts, dice.used)


def _draft(dice: Dice) -> Draft:
    weights = [50, 20, 15, 8, 0 if "pattern 4-4-5" in dice.without else 7]
    calendar, starts_on = dice.random.choices(CALENDARS, weights)[0]
    if "pattern" in calendar:
        pattern = Random(f"pattern {dice.seed}").choice(["4-4-5", "4-5-4", "5-4-4"])  # noqa: S311 - as above
        calendar = calendar | {"pattern": pattern}
    currency = dice.random.choices(["USD", "EUR", "JPY", "KWD"], [70, 12, 9, 9])[0]
    draft = Draft(
        dice=dice,
        calendar=calendar,
        currency=currency,
        digits=MINOR_DIGITS.get(currency, 2),
        starts_on=starts_on,
        ends_before=date(starts_on.year + 1, starts_on.month, 1),
        months=dice.between(2, 8),
        may_share=dice.chance(55),
    )
    if "pattern" in calendar:
        dice.note(f"pattern {calendar['pattern']}")
        draft.starts_on, draft.ends_before = draft.dates.window("year", date(2026, 6, 1))[1:]
        del draft.dates
    return draft


def _row_count(dice: Dice) -> int:
    return dice.random.choices([dice.between(30, 80), dice.between(80, 160), dice.between(160, 250)], [35, 40, 25])[0]


def _plan(draft: Draft) -> dict:
    dice = draft.dice
    plan: dict[str, object] = {
        "plan": f"plan_{dice.between(1, 999)}",
        "title": "A random plan",
        "currency": draft.currency,
        "effective": {"from": str(draft.starts_on), "before": str(draft.ends_before)},
        "assign": {"where": COVERED},
        "pay_period": _pay_period(draft),
    }
    if dice.has("tie keys", 30):
        plan["order"] = ["priority"]
    method = dice.random.choices(["", "per_line", "cumulative"], [60, 22, 18])[0]
    if method:
        plan["rounding"] = {"method": method}
        dice.note(f"rounding {method}")
    if draft.foreign:
        plan["fx"] = make_fx(draft)
    components: dict[str, dict] = {}
    for name in dice.random.sample(NAMES, dice.random.choices([1, 2, 3], [12, 48, 40])[0]):
        components[name] = _component(draft, name)
    if dice.has("results of windows", 35):
        components |= make_windowed(draft)
    plan |= {"targets": draft.targets} if draft.targets else {}
    plan |= {"tables": draft.tables} if draft.tables else {}
    measures = draft.measures | draft.grids
    plan |= {"measures": measures} if measures else {}
    plan["components"] = components
    if dice.has("payment", 65):
        payment = make_payment(draft)
        plan |= {"payment": payment} if payment else {}
    has_floor = any("floor" in m and "per" in m["floor"] for c in components.values() for m in c.get("modifiers", []))
    if not has_floor and dice.has("holds on people", 15):
        plan["holds"] = make_holds(draft, has_deals=False)
    if dice.has("overrides", 30):
        make_overrides(draft, components)
    return plan


def _pay_period(draft: Draft) -> str:
    weights = {"month": 62, "quarter": 20, "semimonth": 0 if "pattern" in draft.calendar else 18}
    return draft.dice.kind("pay_period", weights)


def _component(draft: Draft, name: str) -> dict:
    dice = draft.dice
    kind = dice.kind("rate", RATES)
    if kind == "matrix":
        return _matrix(draft, name)
    measure_kind = dice.random.choices(list(MEASURED[kind]), list(MEASURED[kind].values()))[0]
    counts = kind == "per_unit" and measure_kind != "count"
    counts = counts or (kind in {"marginal_tiers", "step_bonus"} and measure_kind == "sum" and dice.chance(15))
    credit, credit_kind = make_credit(draft, counts=counts)
    if measure_kind in {"ratio", "last"} and credit_kind not in {"owner", "first_of"}:
        credit["to"], credit_kind = "owner", "owner"
    if measure_kind == "ratio":
        credit["value"] = "amount"
    component: dict[str, object] = {"credit": credit}
    measure, is_own = _measure(draft, name, measure_kind, credit_kind=credit_kind, counts=counts)
    if measure is not None:
        component["measure"] = measure
    written = draft.measures[measure] if isinstance(measure, str) else measure
    maker = RateMaker(draft, written or {"per": "transaction"}, counts=counts, is_own=is_own, credit_kind=credit_kind)
    rate = maker.make(kind)
    component["rate"] = rate
    is_payout = _is_payout(rate)
    if dice.has("modifiers", 60):
        component["modifiers"] = make_modifiers(draft, measure, is_payout=is_payout, counts=counts or _is_each(rate))
    _afterwards(draft, component, written, is_own=is_own, counts=counts)
    return component


def _matrix(draft: Draft, name: str) -> dict:
    """A component that is paid by a matrix, with the measures that it names."""
    credit, credit_kind = make_credit(draft, counts=False)
    maker = MatrixMaker(draft, name, credit_kind=credit_kind)
    component: dict[str, object] = {"credit": credit, "rate": maker.make()}
    if maker.own is not None:
        component["measure"] = maker.own
    together = maker.together
    if together is not None and "ratio" in together:
        credit["value"] = "amount"
    draft.grids |= maker.measures
    if draft.dice.has("modifiers", 60):
        component["modifiers"] = make_modifiers(draft, maker.rated_by, is_payout=maker.is_payout, counts=maker.is_each)
    _afterwards(draft, component, together, is_own=True, counts=False)
    return component


def _measure(draft: Draft, name: str, kind: str, *, credit_kind: str, counts: bool) -> tuple[dict | str | None, bool]:
    """A component's measure, or the name of a shared one; and whether its own credits are all that feeds it."""
    dice = draft.dice
    if kind == "none":
        return None, True
    is_plain = kind == "sum" and not counts
    if is_plain and draft.measures and dice.chance(60):
        shared = dice.pick(list(draft.measures))
        feeds = draft.measures[shared]["credit"]
        if isinstance(feeds, list) and dice.chance(50):
            feeds.append(name)
        return shared, False
    measure = make_measure(draft, kind, credit_kind, counts=counts)
    if is_plain and draft.may_share and not draft.measures and dice.has("shared measure", 50):
        own_credit = dice.has("own credit of a measure", 30)
        measure["credit"] = {"source": "deals", "value": "amount", "to": "owner"} if own_credit else [name]
        draft.measures["production"] = measure
        return "production", False
    return measure, True


def _is_payout(rate: dict | str) -> bool:
    if isinstance(rate, str):
        return False
    return (
        rate["kind"] == "step_bonus"
        or "of" in rate
        or (rate["kind"] == "interpolated" and _is_money(rate["points"][0][1]))
    )


def _is_each(rate: dict | str) -> bool:
    if isinstance(rate, str) or "tiers" not in rate or isinstance(rate["tiers"], dict):
        return isinstance(rate, dict) and rate["kind"] == "per_unit"
    pay = rate["tiers"][0]["pay"]
    return _is_money(next(iter(pay.values())) if isinstance(pay, dict) else pay)


def _is_money(pay: str) -> bool:
    return not pay.endswith("%")


def _afterwards(draft: Draft, component: dict, measure: dict | None, *, is_own: bool, counts: bool) -> None:
    """When the earning is paid, and when it goes back."""
    dice = draft.dice
    is_payee = measure is None or measure.get("owner", "payee") == "payee"
    kind = component["rate"]["kind"] if isinstance(component["rate"], dict) else "flat_rate"
    has_floor = any("floor" in m and "per" in m["floor"] for m in component.get("modifiers", []))
    if dice.has("release", 35) and not has_floor:
        component["release"] = make_release(draft, is_money=not counts)
    if not has_floor and dice.has("holds", 12):
        component["holds"] = make_holds(draft, has_deals=True)
    if component["credit"].get("dated") == "signed_on" or not dice.has("clawback", 45):
        return
    has_earned = isinstance(component.get("release"), list) and dice.chance(80)
    adds_up = measure is None or not {"ratio", "last"} & set(measure)
    is_simple = is_own and is_payee
    clawback = make_clawback(
        draft,
        can_move=adds_up and (is_simple or kind in {"flat_rate", "per_unit", "marginal_tiers"}),
        can_walk_back=adds_up and not isinstance(_tiers(component["rate"]), dict),
        has_earned=has_earned,
    )
    component["clawback"] = clawback
    if clawback.get("policy") == "unearned":
        component["earned"] = {"over": dice.pick(["12 months", "6 months"])}
        if dice.chance(50):
            component["earned"]["partial"] = dice.pick(["counts", "does_not"])
        if dice.chance(30):
            component["earned"]["from"] = "close_date"


def _tiers(rate: dict | str) -> object:
    return rate.get("tiers") if isinstance(rate, dict) else None
