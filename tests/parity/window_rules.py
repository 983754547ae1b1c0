"""What pays per window: pools, prizes, formulas and payouts over measures made of measures."""

from tests.parity.case import Draft
from tests.parity.target_rules import incentive_for, quota_for

PERIODS = {"month": 45, "quarter": 40, "year": 8, "half": 7}
KINDS = {"pool": 30, "rank_prize": 22, "formula": 24, "payout": 24}
OWN_CREDIT = {"source": "deals", "value": "amount", "to": "owner"}
PEOPLE = ["payee.title = 'Senior Rep'", "payee.team = 'north'", "payee.tenure_months >= 3"]


def make_windowed(draft: Draft) -> dict[str, dict]:
    """Up to two components that pay per window, with the measures they read."""
    dice = draft.dice
    per = dice.kind("result", PERIODS)
    target = quota_for(draft, per)
    _measures(draft, per, target)
    names = dice.some(["team_pool", "contest", "special"], 1, 2)
    return {name: _component(draft, per, is_share=bool(target)) for name in names}


def _measures(draft: Draft, per: str, target: str) -> None:
    dice, found = draft.dice, draft.measures
    against = {"against": target} if target else {}
    found["sold"] = {"sum": "value", "credit": OWN_CREDIT, "per": per} | against
    found["team_sold"] = {"sum": "value", "credit": OWN_CREDIT, "per": per, "owner": "payee.team"}
    other = dice.pick(list(PERIODS))
    found["deals_won"] = {"count": "transactions", "credit": OWN_CREDIT | {"where": "is_won"}, "per": other}
    found["rating"] = {"last": "score", "credit": OWN_CREDIT, "per": per}
    if target:
        formula = dice.pick(
            [
                "60% * sold.attainment + 40% * coalesce(rating.amount, 0%)",
                "0.5 * sold.attainment + 0.5 * rating.amount",
                "case when deals_won.amount >= 2 then sold.attainment else 50% * sold.attainment end",
                "sold.year_to_date / sold.target_year_to_date",
            ]
        )
    else:
        formula = dice.pick(["sold.amount / sold.previous - 1", "sold.amount / team_sold.amount"])
    found["card"] = {"formula": formula, "per": dice.pick([per, per, "quarter"])}
    dice.note("measure formula")
    if dice.has("measure rank", 55):
        found["standing"] = {"rank": dice.pick(["sold", "card", "deals_won"]), "per": per} | _ties(draft)
        if dice.chance(40):
            found["standing"]["among"] = dice.pick([*PEOPLE, "deals_won.amount > 0"])


def _ties(draft: Draft) -> dict[str, str]:
    return {"ties": draft.dice.pick(["dense", "min"])} if draft.dice.chance(50) else {}


def _component(draft: Draft, per: str, *, is_share: bool) -> dict:
    dice = draft.dice
    kind = dice.kind("rate", KINDS)
    made: dict[str, object] = {"measure": "sold"}
    if kind == "pool":
        made["rate"] = _pool(draft, is_share=is_share)
    elif kind == "rank_prize":
        made |= _prizes(draft, is_share=is_share)
    elif kind == "formula":
        made["rate"] = {"kind": "formula", "pay": _pay(draft, is_share=is_share)}
    else:
        made |= _payout(draft, per)
    if dice.has("modifiers of a window", 45):
        made["modifiers"] = [_modifier(draft, is_share=is_share) for _ in range(dice.between(1, 2))]
    if dice.has("release of a window", 30):
        parts = [{"share": "100%", "when": "earned_on + 1 month"}]
        halves = [{"share": "50%", "when": "earned_on"}, {"share": "50%", "when": "earned_on + 45 days", "times": "2"}]
        made["release"] = dice.pick([parts, halves])
    return made


def _among(draft: Draft, *, is_share: bool) -> dict[str, str]:
    dice = draft.dice
    if not dice.chance(70):
        return {}
    own = ["attainment >= 50%", "attainment > 100%"] if is_share else ["measured >= 20000", "sold.amount > 0"]
    return {"among": dice.pick([*own, *PEOPLE, "deals_won.amount >= 1", "card.attainment >= 40%"])}


def _pool(draft: Draft, *, is_share: bool) -> dict[str, str]:
    dice = draft.dice
    rate = {"kind": "pool", "pot": dice.pick(["10000", "100", "333.335", "0.05"])} | _among(draft, is_share=is_share)
    if dice.has("pool by team", 30):
        rate |= {"by": "payee.team", "pot": dice.pick(["1000", "greatest(1% * team_sold.amount, 0)"])}
    if dice.has("pool by share", 50):
        rate["share"] = dice.pick(["greatest(sold.amount, 0)", "deals_won.amount", "payee.commission"])
        if rate["share"] == "payee.commission" and dice.chance(60):
            rate["shares"] = "of_pot"
    return rate


def _prizes(draft: Draft, *, is_share: bool) -> dict[str, object]:
    dice = draft.dice
    rate: dict[str, object] = {"kind": "rank_prize"}
    rate["prizes"] = dice.pick([["5000", "3000", "1000"], ["100"], ["100", "100.01", "33.33", "10"]])
    rate |= _among(draft, is_share=is_share)
    if dice.chance(65):
        rate["ties"] = dice.kind("ties", {"shared": 40, "dense": 30, "min": 30})
    if dice.chance(20):
        rate["by"] = "payee.team"
    ranked = dice.pick(["sold", "deals_won", "card", "rating"])
    if ranked != "sold" and "among" in rate:
        rate["among"] = _named(str(rate["among"]))
    return {"measure": ranked, "rate": rate}


def _named(condition: str) -> str:
    """A condition on the measure's own words, about the measure ``sold`` whatever is ranked."""
    first, *rest = condition.split(" ")
    words = {"attainment": "sold.attainment", "measured": "sold.amount"}
    return " ".join([words.get(first, first), *rest])


def _pay(draft: Draft, *, is_share: bool) -> str:
    options = [
        "1.25% * sold.amount",
        "2% * greatest(sold.amount - coalesce(sold.previous, 0), 0)",
        "25 * deals_won.amount + 100",
        "1% * sold.trailing_3 + 2% * coalesce(sold.previous_2, 0)",
        "0.5% * team_sold.year_to_date",
        "case when payee.title = 'Senior Rep' then 500 else 250 end",
        "payee.commission * team_sold.amount / 7",
    ]
    shares = ["2% * greatest(sold.year_to_date - sold.target_year_to_date, 0)"]
    shares += ["2% * sold.attainment * sold.target", "1% * sold.amount * least(card.attainment, 150%)"]
    return draft.dice.pick(options + shares * is_share)


def _payout(draft: Draft, per: str) -> dict[str, object]:
    dice = draft.dice
    dice.note("payout of a window")
    if "standing" in draft.measures and dice.chance(40):
        steps = [{"at": "0", "pay": "1000"}, {"at": "2", "pay": "400.05"}, {"at": "4", "pay": "0"}]
        return {"measure": "standing", "rate": {"kind": "step_bonus", "steps": steps}}
    of = incentive_for(draft, per) if draft.measures["card"]["per"] == per and dice.chance(60) else ""
    base = {"of": of} if of else {}
    pays = ["0%", "70%", "100%", "200%"] if of else ["0", "250", "1000.01", "2500"]
    if dice.chance(50):
        bounds = ["25%", "50%", "100%", "130%"]
        points = [[bound, pay] for bound, pay in zip(bounds, pays, strict=True)]
        rate: dict[str, object] = {"kind": "interpolated", "points": points} | base
        rate |= {"below": pays[1]} if dice.chance(25) else {}
        return {"measure": "card", "rate": rate | ({"beyond": "extend"} if dice.chance(40) else {})}
    boundary = {"boundary": "above"} if dice.chance(30) else {}
    steps = [{"at": at, "pay": pay} for at, pay in zip(["0%", "50%", "100%"], pays[1:], strict=True)]
    return {"measure": "card", "rate": {"kind": "step_bonus", "steps": steps} | base | boundary}


def _modifier(draft: Draft, *, is_share: bool) -> dict:
    dice = draft.dice
    conditions = [*PEOPLE, "deals_won.amount >= 2", "sold.amount >= 10000"]
    conditions += ["card.attainment >= 60%", "sold.attainment < 120%"] if is_share else []
    when = {"when": dice.pick(conditions)}
    kind = dice.kind("modifier", {"gate": 30, "multiplier": 30, "cap": 25, "floor": 15})
    if kind == "gate":
        return {"gate": when | ({"else": dice.pick(["50%", "33.3%"])} if dice.chance(50) else {})}
    if kind == "multiplier":
        return {"multiplier": {"by": dice.pick(["150%", "75%", "33.3%"])} | when}
    if kind == "cap":
        per = {"per": dice.pick(["quarter", "year"])} if dice.chance(50) else {}
        return {"cap": {"at": dice.pick(["500", "1234.56", "3000"])} | per}
    return {"floor": {"at": dice.pick(["5", "33.335"])} | (when if dice.chance(50) else {})}
