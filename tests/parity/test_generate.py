"""The generator: the same case for the same seed, and every kind often enough to be judged."""

from collections import Counter

import pytest

from tests.oracle.plan_text import read_plan
from tests.parity.generate import generate
from tests.parity.run import ROOMS
from tests.parity.workspace import expected, plan_text

KINDS = {
    "rate": {
        *("flat_rate", "per_unit", "marginal_tiers", "whole_tiers", "step_bonus", "interpolated", "matrix"),
        *("formula", "payout", "pool", "rank_prize"),
    },
    "credit": {"owner", "split", "shares", "manager_of", "team", "everybody", "first_of"},
    "measure": {"sum", "count", "ratio", "last", "formula", "rank"},
    "modifier": {"gate", "multiplier", "kicker", "cap", "floor"},
    "clawback": {"original_rate", "rerate", "unwind", "unearned"},
    "draw": {"tops_up recoverable", "tops_up kept", "adds recoverable", "adds kept", "forgiven after a day"},
}


def test_a_seed_gives_the_same_case() -> None:
    one, other = generate(7), generate(7)
    assert (one.plan, one.facts) == (other.plan, other.facts)


@pytest.mark.parametrize("seed", range(20))
def test_the_text_of_a_plan_reads_back_as_the_plan(seed: int) -> None:
    case = generate(seed)
    assert read_plan(plan_text(case)) == case.plan


@pytest.fixture(scope="module")
def met() -> Counter[str]:
    """How many of 150 plans use what."""
    return Counter(kind for seed in range(150) for kind in set(generate(seed).used))


def test_every_kind_is_met(met: Counter[str]) -> None:
    rooms = {room: {kind.removeprefix(f"{room} ") for kind in met if kind.startswith(f"{room} ")} for room in KINDS}
    assert rooms == KINDS
    assert set(KINDS) <= set(ROOMS)


def test_some_plans_never_end(met: Counter[str]) -> None:
    assert 10 <= met["no end"] <= 35
    assert met["no end as of"] > 0


def test_what_is_left_out_is_not_used() -> None:
    used = {kind for seed in range(30) for kind in generate(seed, ["rate whole_tiers", "release", "clawback"]).used}
    assert used.isdisjoint({"rate whole_tiers", "release", "clawback"})


@pytest.mark.parametrize("seed", range(100, 106))
def test_a_payment_ties_to_its_balances(seed: int) -> None:
    balances: dict[str, int] = {}
    for row in expected(generate(seed))["payments"]:
        moved = row["earned"] - row["held"] + row["released"] - row["clawed_back"] + row["adjusted"]
        moved += row["fx_difference"]
        moved += row["guarantee_paid"] + row["draw_paid"] - row["draw_recovered"] - row["forfeited"] - row["paid"]
        moved += row["clawback_deferred"] - row["clawback_recovered"]
        assert row["opening_balance"] == balances.get((row["payee"], row["currency"]), 0)
        assert row["closing_balance"] == row["opening_balance"] + moved
        balances[row["payee"], row["currency"]] = row["closing_balance"]
