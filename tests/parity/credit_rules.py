"""Credits: which deals, dated when, valued how, for whom."""

from tests.parity.case import Draft

TO = {"owner": 30, "split": 18, "shares": 15, "manager_of": 15, "team": 10, "everybody": 4, "first_of": 12}
WHOLE = ("owner", "first_of")
CONDITIONS = [
    "is_won",
    "type = 'New Business'",
    "product_family in ('hardware')",
    "is_won and territory <> 'west'",
    "term_months is null or term_months >= 24",
    "amount <> 0",
]


def make_credit(draft: Draft, counts: bool) -> tuple[dict, str]:  # noqa: FBT001 - read once, where it is named
    """A credit rule and the kind of its recipients.

    Args:
        draft: the case in the making.
        counts: whether the credit is valued in things instead of money.
    """
    dice = draft.dice
    weights = {kind: weight for kind, weight in TO.items() if not counts or kind not in {"split", "shares"}}
    kind = dice.kind("credit", weights)
    credit: dict[str, object] = {"source": "deals"}
    if dice.has("where", 45):
        credit["where"] = dice.pick(CONDITIONS)
    if not draft.may_share and dice.has("dated otherwise", 30):
        credit["dated"] = "signed_on"
        others = f" and ({credit['where']})" if "where" in credit else ""
        credit["where"] = f"signed_on is not null{others}"
    elif dice.chance(40):
        credit["dated"] = "close_date"
    credit["value"] = "units" if counts else dice.pick(["amount", "amount", "amount", "amount - cost", "amount * 50%"])
    credit["to"] = _recipients(draft, kind)
    return credit, kind


def _recipients(draft: Draft, kind: str) -> object:
    dice = draft.dice
    if kind == "manager_of":
        below = "split" if dice.has("manager_of split", 25) else "owner"
        return {"manager_of": below, "levels": dice.pick(["1", "2"])}
    if kind == "team":
        return {"team": "payee.team"}
    if kind == "first_of":
        return {"first_of": ["partner", "owner"]}
    if kind == "shares":
        return dice.pick(
            [
                {"owner": "60%", "sdr": "40%"},
                {"owner": {"pay": "60%", "quota": "100%"}, "sdr": {"pay": "40%", "quota": "0%"}},
                {"owner": "33.3%", "sdr": "33.3%", "se": "33.4%"},
                {"owner": "100%", "se": {"pay": "12.5%", "quota": "0%", "overlay": "true"}},
            ]
        )
    return kind
