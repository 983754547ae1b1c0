"""Pairs of random states that differ in known ways."""

import copy
import random
from dataclasses import dataclass

from attain.questions.diff import State
from tests.parity.case import Case
from tests.parity.generate import generate
from tests.questions.whatif.worlds import World, dice_of

MOVES = ("roster", "target", "plan", "order", "data")


@dataclass(frozen=True)
class Pair:
    """Two states and the causes that stand between them."""

    before: State
    after: State
    causes: frozenset[str]


def pair(seed: int, causes: frozenset[str] | None = None) -> Pair:
    """Change a random case by some causes; a random choice of them by default."""
    dice, case = dice_of(seed), generate(seed)
    chosen = causes if causes is not None else frozenset(c for c in MOVES if dice.randrange(2))
    changed = copy.deepcopy(case)
    made = {cause for cause in sorted(chosen) if CHANGES[cause](changed, dice)}
    return Pair(State(World.of(case).opened), State(World.of(changed).opened), frozenset(made))


def _roster(case: Case, dice: random.Random) -> bool:
    rows = case.facts["roster"]
    one, other = dice.choice(rows), dice.choice(rows)
    if not one.get("team") or one["team"] == other.get("team"):
        return False
    one["team"] = other["team"]
    return True


def _target(case: Case, dice: random.Random) -> bool:
    rows = case.facts["targets"]
    if not rows:
        return False
    row = dice.choice(rows)
    row["amount"] = str(int(float(row["amount"])) + 1000)
    return True


def _plan(case: Case, dice: random.Random) -> bool:
    """Double a percentage of a rate."""
    tables = [c["rate"] for c in case.plan["components"].values() if isinstance(c.get("rate"), dict)]
    rows = [row for rate in tables for row in rate.get("tiers", []) if isinstance(row, dict)]
    rows = [
        row for row in rows if isinstance(row.get("pay"), str) and row["pay"].rstrip("%").replace(".", "").isdigit()
    ]
    if not rows:
        return False
    row = dice.choice(rows)
    number, unit = row["pay"].rstrip("%"), "%" if row["pay"].endswith("%") else ""
    row["pay"] = f"{float(number) + 1:g}{unit}"
    return True


def _order(case: Case, dice: random.Random) -> bool:
    """Drop the tie keys."""
    del dice
    return case.plan.pop("order", None) is not None


def _deals(case: Case, dice: random.Random) -> bool:
    """Take a deal away with its children."""
    sources = [s for s in case.facts["sources"].values() if "as_of" in s and len(s["rows"]) > 1]
    if not sources:
        return False
    source = dice.choice(sources)
    gone = source["rows"].pop(dice.randrange(len(source["rows"])))
    for child in source["children"].values():
        child["rows"] = [row for row in child["rows"] if row[child["key"]] != gone[child["key"]]]
    return True


CHANGES = {"roster": _roster, "target": _target, "plan": _plan, "order": _order, "data": _deals}
