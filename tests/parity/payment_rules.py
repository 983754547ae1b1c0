"""Releases, clawbacks and payments."""

from tests.oracle.periods import months_later
from tests.parity.case import Draft

POLICIES = {"original_rate": 34, "rerate": 24, "unwind": 24, "unearned": 40}
RELEASES = [
    [{"share": "50%", "when": "earned_on"}, {"share": "50%", "when": "invoice_paid_on"}],
    [
        {"share": "50%", "when": "signed_on"},
        {"share": "25%", "when": "invoice_paid_on"},
        {"share": "25%", "when": "earned_on"},
    ],
    [{"share": "100%", "when": "invoice_paid_on"}],
    [{"share": "70%", "when": "earned_on"}, {"share": "30%", "when": "earned_on + 45 days"}],
    [{"share": "100%", "when": "earned_on", "times": "3", "every": "month"}],
    [
        {"share": "75%", "when": "earned_on"},
        {"share": "25%", "when": "earned_on + 1 month", "times": "2", "every": "month"},
    ],
]
BY_RECEIPTS = {"per": "receipts", "share": "receipt.received / amount"}
DECAYS = [
    {"points": [["30", "100%"], ["75", "0%"]]},
    {"points": [["10", "100%"], ["10", "60%"], ["41", "33.3%"]]},
    {"steps": [{"before": "30", "share": "100%"}, {"before": "60", "share": "50%"}]},
    {"age": "months", "steps": [{"before": "1", "share": "100%"}, {"before": "3", "share": "12.5%"}]},
    {"age": "months", "from": "signed_on", "points": [["0", "90%"], ["2", "20%"]]},
]
DRAWS = {"tops_up recoverable": 30, "tops_up kept": 25, "adds recoverable": 25, "adds kept": 20}


def make_release(draft: Draft, *, is_money: bool) -> list[dict] | dict:
    """Parts with events, instalments, or in proportion to receipts."""
    if is_money and draft.dice.has("release by receipts", 20):
        return BY_RECEIPTS
    draft.dice.note("release in parts")
    return draft.dice.pick(RELEASES)


def make_holds(draft: Draft, *, has_deals: bool) -> list[dict]:
    """Holds on deals by their columns, or on people."""
    dice = draft.dice
    later = str(months_later(draft.starts_on, 5))
    people = [
        {"when": "payee.title = 'Rep'", "until": f"date '{later}'", "reason": "the plan is not signed"},
        {"when": "payee.team = 'north'", "until": "earned_on + 40 days", "reason": "under review"},
        {"when": "payee.team = 'south' and payee.title = 'Rep'", "reason": "under review"},
    ]
    deals = [
        {"when": "type = 'Renewal'", "until": "invoice_paid_on", "reason": "type"},
        {"when": "amount > 20000", "until": "signed_on + 2 months", "reason": "a large deal"},
        {"when": "units = 0", "reason": "nothing was sold"},
    ]
    return dice.some(deals if has_deals else people, 1, 2)


def make_clawback(draft: Draft, *, can_move: bool, can_walk_back: bool, has_earned: bool) -> dict | None:
    """A clawback of one policy.

    Args:
        draft: the case in the making.
        can_move: whether a cancellation may take the deal's quota back from the measure.
        can_walk_back: whether the deal may be walked back down the curve.
        has_earned: whether the component is earned over time.
    """
    dice = draft.dice
    allowed = {
        p: w for p, w in POLICIES.items() if (p != "unwind" or can_walk_back) and (p != "unearned" or has_earned)
    }
    rule: dict[str, object] = {
        "when": dice.pick(["cancelled_on is not null", "cancelled_on < close_date + 60 days"]),
        "dated": "cancelled_on",
    }
    policy = dice.kind("clawback", allowed)
    if policy != "original_rate" or dice.chance(60):
        rule["policy"] = policy
    if policy != "rerate" and (not can_move or dice.has("attainment kept", 30)):
        rule["attainment"] = "kept"
    elif dice.chance(30):
        rule["attainment"] = "reversed"
    if policy != "rerate" and dice.has("decay of a clawback", 30):
        rule["decay"] = dice.pick(DECAYS)
    if policy == "original_rate" and dice.has("part of a clawback", 40):
        decay = "case when days_between(cancelled_on, close_date) <= 30 then 100% else 50% end"
        rule["share"] = dice.pick(["50%", "33.3%", decay])
    return rule


def make_payment(draft: Draft) -> dict:
    """A draw, a cap, and what happens to a negative payment."""
    dice = draft.dice
    payment: dict[str, object] = {}
    if dice.has("draw", 75):
        payment["draw"] = _draw(draft)
    if dice.has("limit of clawbacks", 30):
        payment["clawbacks"] = _clawback_limit(draft)
    if dice.has("payment cap", 35):
        payment["cap"] = {"at": draft.money(dice.pick(["1500", "4000", "2222.22"])), "per": "pay_period"}
        if dice.has("payment cap banked", 30):
            payment["cap"]["excess"] = "banked"
    if dice.has("carry_negative", 45):
        payment["carry_negative"] = dice.pick(["forward", "forgiven"])
    return payment


def _clawback_limit(draft: Draft) -> dict[str, str]:
    dice = draft.dice
    limit = {"percent": dice.pick(["50%", "33.3%", "100%"])} if dice.chance(60) else {}
    if dice.chance(35):
        limit["keep"] = draft.money(dice.pick(["250", "33.33"]))
    if dice.chance(45):
        limit["at"] = draft.money(dice.pick(["400", "75.5", "1200"]))
    return limit


def _draw(draft: Draft) -> dict[str, object]:
    dice = draft.dice
    kind = dice.kind("draw", DRAWS)
    amount = draft.money(dice.pick(["1000", "2500", "333.33", "3000"]))
    draw: dict[str, object] = {"tops_up_to" if kind.startswith("tops_up") else "adds": amount}
    if dice.chance(40):
        draw["per"] = "pay_period"
    if dice.has("while", 70):
        draw["while"] = dice.pick(["payee.tenure_months < 4", "payee.title = 'Rep'", "payee.tenure_months < 27"])
    draw["recoverable"] = "true" if kind.endswith("recoverable") else "false"
    if kind.endswith("recoverable"):
        if dice.has("limit of a draw", 30):
            draw["owes_at_most"] = draft.money(dice.pick(["2000", "777.77", "0"]))
        recover = _recover(draft)
        if kind.startswith("adds"):
            recover.setdefault("keep", dice.pick(["0", "500"]))
        if recover:
            draw["recover"] = recover
    return draw


def _recover(draft: Draft) -> dict[str, str]:
    dice = draft.dice
    recover: dict[str, str] = {}
    if dice.has("recover same_period", 35):
        recover["starting"] = "same_period"
    if dice.has("recover percent", 40):
        recover["percent"] = dice.pick(["50%", "33.3%", "25%"])
    if dice.has("recover keep", 40):
        recover["keep"] = draft.money(dice.pick(["0", "800", "333.34"]))
    if dice.has("recover until", 22):
        recover["until"] = str(months_later(draft.starts_on, 6))
    if dice.has("recover when", 22):
        recover["when"] = "payee.title = 'Rep'"
    return recover
