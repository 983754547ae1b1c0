"""What a tracker calls potential is what is earned when the open deals are won, for random plans of the whole language.

    POLARS_MAX_THREADS=1 python -m tests.questions.tracker.potential --payees 1000 --seed 1

These plans have a dozen deals each, so that threads cost more than they bring: with one, a payee takes 0.8 s of
processor, of which most is reading and calculating everybody once more.

Every plan is one of the parity suite: all rate kinds, pools, ranks, overrides, several currencies. Some deals of some
payees are open instead of won. The tracker of one of them is asked; then that payee's open deals, and no others, are
won in the files and everybody is calculated again: everyone else's deals are held, as pools and ranks need.
"""

import argparse
import copy
import sys
import time
from collections import Counter
from dataclasses import dataclass
from random import Random

import polars as pl

from attain.questions.tracker import track_commission
from attain.questions.whatif import WhatIf, Won
from tests.parity.case import Case
from tests.parity.generate import generate
from tests.questions.whatif.worlds import World, key_of

OFFERS = Won("deals", "phase = 'Offer'", {"phase": "Won"})
MOST_OPEN = 3
PAYEES_PER_PLAN = 8


@dataclass(frozen=True)
class Tried:
    """One payee of one plan: what the plan uses, and what went wrong, empty when nothing did."""

    seed: int
    payee: str
    used: tuple[str, ...]
    open_count: int
    wrong: str


def tried(seed: int, payee_count: int = PAYEES_PER_PLAN) -> list[Tried]:
    """Try some payees of a random plan; none where the plan cannot be calculated or pays nobody."""
    case, dice = phased(generate(seed)), Random(seed)  # noqa: S311 - a test draws cases
    whole = World.of(case)
    if not whole.results.is_usable:
        return []
    payees = whole.payees()
    payees = dice.sample(payees, min(payee_count, len(payees)))
    chosen: set[str] = set()
    for payee in payees:
        deals = _deals_of(whole, payee)
        chosen |= set(dice.sample(deals, min(len(deals), dice.randrange(1, MOST_OPEN + 1))))
    offered = _with_phase(case, chosen, "Offer")
    before = World.of(offered)
    return [one for payee in payees for one in _one(before, payee)] if before.results.is_usable else []


def phased(case: Case) -> Case:
    """Give deals a phase, and let a plan credit only those that are won."""
    made = copy.deepcopy(case)
    source = made.facts["sources"]["deals"]
    source["columns"] |= {"phase": "text"}
    for row in source["rows"]:
        row["phase"] = "Won"
    for plan in made.plans:
        _credit_won(plan)
    return made


def _credit_won(part: object) -> None:
    if isinstance(part, list):
        for one in part:
            _credit_won(one)
    if not isinstance(part, dict):
        return
    if part.get("source") == "deals":
        other = f" and ({part['where']})" if "where" in part else ""
        part["where"] = f"phase = 'Won'{other}"
    for one in part.values():
        _credit_won(one)


def _deals_of(world: World, payee: str) -> list[str]:
    lines = world.results.tables["credits"].filter((pl.col("payee_id") == payee) & (pl.col("source") == "deals"))
    return lines["transaction_id"].unique().sort().to_list()


def _with_phase(case: Case, deals: set[str], phase: str) -> Case:
    made = copy.deepcopy(case)
    source = made.facts["sources"]["deals"]
    for row in source["rows"]:
        if key_of(source, row) in deals:
            row["phase"] = phase
    return made


def _one(before: World, payee: str) -> list[Tried]:
    """Ask for one payee, win the payee's open deals and no others, and calculate everybody."""
    if payee not in before.opened.loaded.roster.frame["payee"].to_list():
        return []
    found = track_commission(WhatIf.of(before.opened, before.results, payee), OFFERS)
    if not found.deals:
        return []
    tracked = {one.deal for one in found.deals}
    after = World.of(_with_phase(before.case, tracked, "Won"))
    said = (found.earned, found.potential)
    real = (_earned(before, payee), _earned(after, payee))
    wrong = "" if said == real else f"said {said}, calculated {real}"
    if sum(one.in_order for one in found.deals) != found.pipeline:
        wrong += "; the parts do not add up"
    return [Tried(before.case.seed, payee, tuple(before.case.used), len(tracked), wrong)]


def _earned(world: World, payee: str) -> int:
    return int(world.results.tables["earnings"].filter(pl.col("payee_id") == payee)["earning_amount"].sum())


def main(words: list[str]) -> int:
    """Try as many payees as asked for; the status is 1 when any is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payees", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    found: list[Tried] = []
    seed = asked.seed
    while len(found) < asked.payees:
        found += tried(seed)
        seed += 1
        if seed % 20 == 0:
            sys.stderr.write(f"{len(found):,} payees, {sum(bool(one.wrong) for one in found)} wrong\n")
    used = Counter(name for one in found for name in set(one.used))
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(used.items()))
    wrong = [one for one in found if one.wrong]
    for one in wrong[:20]:
        sys.stdout.write(f"seed {one.seed}, {one.payee}: {one.wrong}\n")
    deals, took = sum(one.open_count for one in found), time.process_time()
    sys.stdout.write(
        f"{len(found):,} payees of {seed - asked.seed:,} plans, {deals:,} open deals, {len(wrong)} wrong, "
        f"{took:,.0f} s of processor\n"
    )
    sys.stdout.write(f"payees by what their plan uses: {kinds}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
