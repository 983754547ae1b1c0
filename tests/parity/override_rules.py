"""Overrides: components on what other components earned, up to two phases behind them, and differences of levels."""

from tests.parity.case import Draft

CONDITIONS = ["line_type <> 'reversal'", "amount > 0", "source = 'deals'", "transaction is not null"]
BOUNDS = ["50", "250", "1000", "5000", "12345.67"]
RATES = ["3%", "1%", "12.5%", "0.333%", "100%"]


def make_overrides(draft: Draft, components: dict[str, dict]) -> None:
    """Add an override on one or more components, and now and then one on that override."""
    dice = draft.dice
    below = list(components)
    name = "team_override"
    components[name] = _override(draft, dice.some(below, 1, 2))
    if dice.has("override on an override", 35):
        components["region_override"] = _override(draft, [name, *dice.some(below, 0, 1)])


def _override(draft: Draft, read: list[str]) -> dict:
    dice = draft.dice
    listed = ", ".join(f"'{one}'" for one in read)
    where = f"component in ({listed})" if len(read) > 1 or dice.chance(30) else f"component = {listed}"
    if dice.chance(30) and not all(one.endswith("_override") for one in read):  # those earn on no deal
        where = f"{where} and {dice.pick(CONDITIONS)}"
    to = "payee" if dice.has("override to the earner", 20) else {"manager_of": "payee", "levels": dice.pick(["1", "2"])}
    made: dict[str, object] = {"credit": {"source": "earnings", "where": where, "to": to}}
    if dice.chance(60):
        made["measure"] = {"sum": "value", "per": dice.pick(["month", "quarter", "year"])}
        if dice.chance(30):
            made["measure"]["group"] = "month"
    made["rate"] = _rate(draft, is_measured="measure" in made, has_seller=to != "payee")
    if dice.chance(30):
        made["modifiers"] = [_modifier(draft)]
    return made


def _rate(draft: Draft, *, is_measured: bool, has_seller: bool) -> dict | str:
    dice = draft.dice
    if is_measured and dice.chance(60):
        bounds = sorted((draft.money(b) for b in dice.some(BOUNDS, 1, 3)), key=float)
        kind = dice.pick(["marginal_tiers", "whole_tiers"])
        return {"kind": kind, "tiers": [{"from": b, "pay": dice.pick(RATES)} for b in ["0", *bounds]]}
    if has_seller and dice.has("difference of levels", 35):
        return "greatest(payee.commission - seller.commission, 0%)"
    return dice.pick(RATES)


def _modifier(draft: Draft) -> dict:
    dice = draft.dice
    return dice.pick(
        [
            {"cap": {"at": draft.money("75.5"), "per": dice.pick(["month", "quarter"])}},
            {"cap": {"at": draft.money("20")}},
            {"multiplier": {"by": "150%", "when": "line_type = 'credit'"}},
            {"gate": {"when": "amount > 0", "else": "50%"}},
        ]
    )
