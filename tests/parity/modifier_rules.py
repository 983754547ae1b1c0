"""Modifiers in random order, with conditions on rows, on people and on attainment, seen at either moment."""

from tests.parity.case import Draft

KINDS = {"gate": 20, "multiplier": 24, "kicker": 20, "cap": 22, "floor": 14}
ROW_CONDITIONS = [
    "term_months >= 24",
    "type = 'Renewal'",
    "product_family = 'software' and is_won",
    "payee.title = 'Senior Rep'",
    "amount >= 10000",
    "signed_on is not null",
]
WINDOWS = ["month", "quarter", "year"]


def make_modifiers(draft: Draft, measure: dict | str | None, *, is_payout: bool, counts: bool) -> list[dict]:
    """Up to four modifiers; a floor of a window comes last."""
    made = [_modifier(draft, measure, is_payout=is_payout, counts=counts) for _ in range(draft.dice.between(1, 3))]
    draft.dice.random.shuffle(made)
    is_personal = isinstance(measure, dict) and "owner" not in measure and measure["per"] in WINDOWS
    if is_personal and draft.dice.has("floor per window", 15):
        made.append({"floor": {"at": draft.dice.pick(["50", "250.50", "1000"]), "per": measure["per"]}})
    return made


def _modifier(draft: Draft, measure: dict | str | None, *, is_payout: bool, counts: bool) -> dict:
    dice = draft.dice
    kind = dice.kind("modifier", KINDS)
    if kind == "cap":
        return {"cap": _cap(draft)}
    if kind == "floor":
        rule = {"at": dice.pick(["5", "150", "33.335"])}
        if dice.chance(40):
            rule["when"] = dice.pick(ROW_CONDITIONS)
        return {"floor": rule}
    condition = _condition(draft, measure)
    if kind == "gate":
        if dice.chance(40) and "seen" not in condition:
            return {"gate": condition["when"]}
        return {"gate": condition | ({"else": dice.pick(["50%", "33.3%"])} if dice.chance(50) else {})}
    if kind == "multiplier":
        return {"multiplier": {"by": dice.pick(["150%", "2", "75%", "110%", "33.3%"])} | condition}
    money = ["25", "0.05", "100"]
    add = dice.pick(money if is_payout or counts or dice.chance(40) else ["1%", "2.5%", "0.125%"])
    return {"kicker": {"add": add} | condition}


def _cap(draft: Draft) -> dict:
    dice = draft.dice
    if dice.has("cap per window", 50):
        rule = {"at": dice.pick(["500", "2000", "1234.56", "10000"]), "per": dice.pick(WINDOWS)}
        return rule | ({"excess": "banked"} if dice.has("cap banked", 35) else {})
    rule = {"at": dice.pick(["300", "1000.01", "2500"])}
    if dice.chance(50):
        rule["per"] = "transaction"
    if dice.chance(30):
        rule["when"] = dice.pick(ROW_CONDITIONS)
    return rule


def _condition(draft: Draft, measure: dict | str | None) -> dict[str, str]:
    """A condition: on the row, on the component's own measure, or on a shared one."""
    dice = draft.dice
    if not dice.has("condition on a measure", 50):
        return {"when": dice.pick(ROW_CONDITIONS)}
    written = draft.measures.get(measure) if isinstance(measure, str) else measure
    prefix = ""
    if draft.measures and (written is None or dice.chance(30)):
        name = dice.pick(list(draft.measures))
        written, prefix = draft.measures[name], f"{name}."
    if written is None:
        return {"when": dice.pick(ROW_CONDITIONS)}
    condition = {"when": _about(draft, written, prefix)}
    if written["per"] == "transaction" or dice.has("seen at_credit", 40):
        condition["seen"] = "at_credit"
    elif dice.chance(30):
        condition["seen"] = "period_end"
    return condition


def _about(draft: Draft, measure: dict, prefix: str) -> str:
    dice = draft.dice
    if {"against", "ratio", "last"} & set(measure):
        bound, sign = dice.pick(["50%", "80%", "100%", "120%"]), dice.pick([">=", "<", ">"])
        word = "measured" if "last" in measure else "attainment"
        return f"{prefix}{word} {sign} {bound}"
    amount = "3" if "count" in measure or measure.get("sum") == "units" else dice.pick(["10000", "50000"])
    if not prefix and dice.chance(15):
        return f"measured >= {amount} and term_months >= 12"
    return f"{prefix}amount >= {amount}" if prefix else f"measured >= {amount}"
