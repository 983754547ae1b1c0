"""Targets: quotas with season, ramp and proration, goals in counts, team goals, target incentives."""

from tests.oracle.windows import UNITS
from tests.parity.case import Draft

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SEASONS = {
    ("year", "quarter"): [["20%", "20%", "20%", "40%"], ["25%", "25%", "25%", "25%"]],
    ("quarter", "month"): [["30%", "30%", "40%"], ["33.3%", "33.3%", "33.4%"]],
    ("half", "quarter"): [["45%", "55%"]],
}


def quota_for(draft: Draft, per: str) -> str:
    """The name of a personal quota that can be read over windows of ``per``, made if there is none."""
    for name in ("quota", "second_quota"):
        written = draft.targets.get(name)
        if written is None:
            return _new_quota(draft, name, per)
        if _is_readable(written, per):
            return name
    return ""


def _is_readable(written: dict, per: str) -> bool:
    if written["per"] == per or ((written["per"], per) in SEASONS and "season" in written):
        return True
    return LENGTHS[per] % LENGTHS[written["per"]] == 0


def _new_quota(draft: Draft, name: str, per: str) -> str:
    dice = draft.dice
    monthly = dice.pick([10_000, 12_500, 33_333, 50_000])
    own = per if dice.chance(60) else "month"
    longer = [long for long, short in SEASONS if short == per]
    written: dict[str, object] = {}
    if longer and dice.has("target season", 25):
        own = dice.pick(longer)
        written["season"] = dice.pick(SEASONS[own, per])
    amount = monthly * LENGTHS[own]
    written = {"amount": str(amount), "per": own} | written
    if dice.has("target ramp", 25):
        written["ramp"] = dice.pick([["50%", "75%", "100%"], ["0%", "50%", "100%"]])
        written["when_zero"] = dice.pick(["0%", "100%"])
    if dice.has("target prorate", 20):
        written["prorate"] = dice.pick(["calendar_days", "working_days", "whole_months"])
        written["when_zero"] = written.get("when_zero", "0%")
    if dice.has("target round", 15):
        written["round"] = dice.pick(["1", "100"])
    if dice.has("target carry", 25):
        written["carry"] = "shortfall"
    draft.targets[name] = written
    draft.aim(monthly * LENGTHS[per])
    _rows(draft, name, own, amount)
    return name


def _rows(draft: Draft, name: str, per: str, amount: int) -> None:
    """Some periods have an amount of their own in the target table, by payee or by title."""
    dice = draft.dice
    if not dice.has("target table", 30):
        return
    periods = draft.dates.periods(per, draft.starts_on, draft.last_deal_on)
    for period in dice.some(periods, 1, 3):
        titles = sorted({row["title"] for row in draft.roster})
        who = {"payee": dice.pick(draft.payees)} if dice.chance(70) else {"title": dice.pick(titles)}
        other = amount * dice.pick([50, 80, 125]) // 100
        empty = {"name": name, "payee": None, "title": None, "period": period.name, "amount": str(other)}
        draft.target_rows.append(empty | who)


def goal_for(draft: Draft, per: str) -> str:
    """The name of a goal counted in things, the same for everybody."""
    if "deal_goal" not in draft.targets:
        draft.targets["deal_goal"] = {
            "amount": str(draft.dice.pick([5, 8, 10]) * LENGTHS[per]),
            "per": per,
            "when_zero": "0%",
        }
    return "deal_goal" if _is_readable(draft.targets["deal_goal"], per) else ""


def team_goal_for(draft: Draft, per: str) -> str:
    """The name of a goal for a team or a territory, the same for each."""
    if "team_goal" not in draft.targets:
        amount = draft.dice.pick([30_000, 60_000, 100_000]) * LENGTHS[per]
        draft.targets["team_goal"] = {"amount": str(amount), "per": per}
        if draft.dice.has("target carry", 25):
            draft.targets["team_goal"]["carry"] = "shortfall"
    return "team_goal" if _is_readable(draft.targets["team_goal"], per) else ""


def incentive_for(draft: Draft, per: str) -> str:
    """The name of a target incentive that can be read over windows of ``per``."""
    if "target_incentive" not in draft.targets:
        amount = draft.dice.pick([1_000, 2_500, 3_333]) * LENGTHS[per]
        draft.targets["target_incentive"] = {"amount": str(amount), "per": per}
    return "target_incentive" if _is_readable(draft.targets["target_incentive"], per) else ""


def is_known(unit: str) -> bool:
    """Whether targets can be read over windows of this unit."""
    return unit in LENGTHS and unit in UNITS
