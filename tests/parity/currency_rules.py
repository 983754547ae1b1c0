"""Deals, pay and rates in other currencies: plan and spot rates, both directions or one, through a base or direct."""

from datetime import date
from decimal import Decimal

from tests.oracle.periods import DAY, months_later
from tests.parity.case import Draft

IN_DOLLARS = {"USD": "1", "EUR": "1.08", "GBP": "1.27", "JPY": "0.0066", "KWD": "3.25", "CHF": "1.12"}
BASE = "CHF"


def make_currencies(draft: Draft) -> dict | None:
    """Choose foreign currencies, and list the rates they need; None where everything is in the plan's own."""
    dice = draft.dice
    if not dice.has("currencies", 35):
        return None
    others = [code for code in IN_DOLLARS if code not in {draft.currency, BASE}]
    draft.foreign = dice.some(others, 1, 2)
    listed: dict = {"rows": [], "holds": "until_next"}
    if dice.has("inverse rates", 50):
        listed["inverse"] = "allowed"
    if dice.has("rates through a base", 40):
        listed["through"] = BASE
    pairs = [(code, draft.currency) for code in draft.foreign]
    if "through" in listed:
        pairs = [(code, BASE) for code in [*draft.foreign, draft.currency]]
    for kind in ("spot", "plan"):
        for pair in pairs:
            _list_pair(draft, listed, kind, pair)
    dice.random.shuffle(listed["rows"])
    return listed


def make_fx(draft: Draft) -> dict[str, str]:
    """What the plan says about exchange."""
    dice = draft.dice
    fx: dict[str, str] = {}
    if dice.has("fx measure", 50):
        fx["measure"] = dice.pick(["plan_rate", "booking"])
    if dice.has("fx pay", 60):
        fx["pay"] = dice.pick(["booking", "payment", "payment"])
    if dice.has("fx round", 40):
        fx["round"] = dice.pick(["line", "each_step"])
    return fx


def pay_in_other_currencies(draft: Draft) -> None:
    """Pay some people in a foreign currency; whoever has two roster rows may change to it."""
    if not draft.foreign or not draft.dice.has("pay currency", 70):
        return
    for row in draft.roster:
        row["pay_currency"] = draft.dice.pick([None, draft.currency, *draft.foreign, *draft.foreign])


def currency_of_deal(draft: Draft) -> str:
    """A deal's currency: the plan's as often as not."""
    return draft.dice.pick([draft.currency, draft.currency, *draft.foreign])


def _list_pair(draft: Draft, listed: dict, kind: str, pair: tuple[str, str]) -> None:
    """List one direction of a pair where the other can be read from it, else both."""
    ways = [pair, pair[::-1]]
    if listed.get("inverse"):
        ways = [draft.dice.pick(ways)]
    for sold, bought in ways:
        days = _days(draft) if kind == "spot" else [draft.starts_on - DAY, months_later(draft.starts_on, 6)]
        with_ends = kind == "spot" and draft.dice.chance(30)
        for number, day in enumerate(days):
            before = str(days[number + 1]) if with_ends and number + 1 < len(days) else None
            rate = _rate(draft, sold, bought)
            row = {"date": str(day), "from": sold, "to": bought, "rate": rate, "kind": kind, "before": before}
            listed["rows"].append(row)


def _days(draft: Draft) -> list[date]:
    """Days on which a spot rate changes, from before the plan to its last months."""
    days = {draft.starts_on - 30 * DAY}
    for month in range(14):
        first = months_later(draft.starts_on, month)
        days |= {first + draft.dice.between(0, 27) * DAY for _ in range(draft.dice.between(0, 2))}
    return sorted(days)


def _rate(draft: Draft, sold: str, bought: str) -> str:
    exact = Decimal(IN_DOLLARS[sold]) / Decimal(IN_DOLLARS[bought]) * draft.dice.between(900, 1100) / 1000
    places = draft.dice.pick([2, 4, 4, 6]) if exact > 1 else draft.dice.pick([4, 6, 6])
    return str(exact.quantize(Decimal(1).scaleb(-places)) or Decimal("0.0001"))
