"""Measures: what moves them, whose they are, when they start again, and against what."""

from tests.parity.case import Draft
from tests.parity.target_rules import goal_for, is_known, quota_for, team_goal_for

WINDOWS = {
    "transaction": 8,
    "day": 4,
    "week": 5,
    "semimonth": 5,
    "month": 26,
    "quarter": 26,
    "half": 5,
    "year": 12,
    "plan": 6,
    "ever": 6,
}
OWNERS = {"payee": 72, "team": 14, "territory": 9, "all": 5}
OWNER_TEXTS = {"team": "payee.team", "territory": "territory", "all": "all"}


def make_measure(draft: Draft, kind: str, credit_kind: str, *, counts: bool, needs_target: bool = False) -> dict:
    """A measure of one kind for a component's own credits."""
    dice = draft.dice
    dice.note(f"measure {kind}")
    per = _window(draft, kind, needs_target=needs_target)
    measure: dict[str, str] = {}
    if kind == "sum":
        measure["sum"] = "value" if counts or dice.chance(85) else "amount"
    elif kind == "count":
        measure["count"] = "transactions"
    elif kind == "ratio":
        measure |= {"ratio": "value", "over": "list_price"}
    else:
        measure["last"] = "score"
    measure["per"] = per
    owner = "payee" if kind in {"ratio", "last"} or needs_target else dice.kind("owner", OWNERS)
    if owner != "payee":
        measure["owner"] = OWNER_TEXTS[owner]
    elif credit_kind == "owner" and dice.chance(20):
        measure["owner"] = "payee"
    target = _target(draft, kind, per, owner=owner, counts=counts, needs=needs_target)
    if target:
        measure["against"] = target
    group = _group(draft, per) if kind in {"sum", "count"} and not needs_target else None
    if group:
        measure["group"] = group
    if kind == "sum" and not counts:
        draft.units.append(per)
    return measure


def _window(draft: Draft, kind: str, *, needs_target: bool) -> str:
    dice = draft.dice
    if needs_target:
        return dice.kind("window", {"month": 40, "quarter": 40, "year": 20})
    if kind in {"ratio", "last"}:
        return dice.kind("window", {"month": 40, "quarter": 40, "year": 10, "ever": 10})
    return dice.kind("window", WINDOWS)


def _target(draft: Draft, kind: str, per: str, *, owner: str, counts: bool, needs: bool) -> str:
    dice = draft.dice
    if kind in {"ratio", "last"} or not is_known(per) or not (needs or dice.has("against", 60)):
        return ""
    if owner != "payee":
        return team_goal_for(draft, per) if not counts and kind == "sum" else ""
    if counts or kind == "count":
        return goal_for(draft, per)
    return quota_for(draft, per)


def _group(draft: Draft, per: str) -> str | None:
    longer = {"day": ("week", "month", "quarter", "year"), "month": ("month", "quarter", "year", "plan")}
    group = draft.dice.pick(["day", "month"])
    if per in longer[group] and draft.dice.has(f"group {group}", 22):
        return group
    return None
