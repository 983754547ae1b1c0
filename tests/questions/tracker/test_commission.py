"""The commission tracker.

1. The parts of the open deals, in the order of close dates, add up to the pipeline.
2. Marked as won and calculated for real, the open deals earn what the tracker calls potential, to the minor unit: for
   random plans of the whole language, pools and ranks too, with everyone else's deals held (``make potential``).
"""

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from attain.questions.tracker import track_commission
from attain.questions.whatif import WhatIf, Won
from attain.runs import calculate_opened, open_workspace
from tests.questions.tracker.potential import tried
from tests.questions.whatif.workspace import DEALS, opened

LEVELS = "rate: {kind: marginal_tiers, tiers: [{from: 0, pay: 2%}, {from: 50000, pay: 4%}, {from: 75000, pay: 6%}]}"
OFFERS = Won("deals", "stage = 'Offer'", {"stage": "Won"})
RATES = [
    LEVELS,
    "rate: {kind: whole_tiers, tiers: [{from: 0, pay: 2%}, {from: 50000, pay: 4%}, {from: 75000, pay: 6%}]}",
    "rate: 3.7%",
    "rate: {kind: step_bonus, steps: [{at: 40000, pay: 500}, {at: 80000, pay: 1500}]}",
]


def _asked(folder: Path, deals: str, rate: str = LEVELS) -> WhatIf:
    opened(folder, rate=rate)
    (folder / "data" / "deals.csv").write_text(deals, "utf-8")
    read = open_workspace(folder)
    return WhatIf.of(read, calculate_opened(read), "Ana")


def _rows(*deals: tuple[str, str, int, str]) -> str:
    head = DEALS.splitlines()[0]
    return "\n".join([head, *(f"{deal},{day},,Ana,{worth},{stage}" for deal, day, worth, stage in deals)]) + "\n"


def test_open_deals_are_paid_at_the_tiers_that_won_deals_reached(tmp_path: Path) -> None:
    deals = _rows(("A", "2026-01-20", 60_000, "Won"), ("B", "2026-02-20", 40_000, "Offer"))
    found = track_commission(_asked(tmp_path, deals), OFFERS)
    assert (found.earned, found.pipeline, found.potential) == (140_000, 210_000, 350_000)
    assert found.deals[0].alone == found.deals[0].in_order == 210_000


def test_the_split_is_in_the_order_of_close_dates(tmp_path: Path) -> None:
    deals = _rows(
        ("A", "2026-01-20", 60_000, "Won"), ("B", "2026-05-20", 20_000, "Offer"), ("C", "2026-03-20", 20_000, "Offer")
    )
    found = track_commission(_asked(tmp_path, deals), OFFERS)
    assert [(one.deal, one.alone, one.in_order) for one in found.deals] == [
        ("C", 90_000, 90_000),
        ("B", 90_000, 120_000),
    ]
    assert sum(one.in_order for one in found.deals) == found.pipeline == 210_000


def test_what_could_be_earned_with_its_probability(tmp_path: Path) -> None:
    deals = _rows(("A", "2026-01-20", 60_000, "Won"), ("B", "2026-02-20", 40_000, "Offer"))
    found = track_commission(_asked(tmp_path, deals), OFFERS, probabilities={"B": Fraction(1, 4)})
    assert [(one.earned, one.probability) for one in found.chances] == [
        (140_000, Fraction(3, 4)),
        (350_000, Fraction(1, 4)),
    ]
    assert found.expected == 192_500


def test_without_open_deals_there_is_nothing_to_add(tmp_path: Path) -> None:
    found = track_commission(_asked(tmp_path, _rows(("A", "2026-01-20", 60_000, "Won"))), OFFERS)
    assert (found.earned, found.pipeline, found.deals, found.expected) == (140_000, 0, (), None)


def _holds(folder: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a test draws cases
    listed = [
        (f"D{at}", f"2026-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}", dice.randrange(1_000, 60_000), stage)
        for at, stage in enumerate(["Won"] * dice.randrange(0, 4) + ["Offer"] * dice.randrange(1, 5))
    ]
    rate = dice.choice(RATES)
    found = track_commission(_asked(folder, _rows(*listed), rate), OFFERS)
    assert not found.diagnostics
    assert sum(one.in_order for one in found.deals) == found.pipeline
    won = _rows(*((deal, day, worth, "Won") for deal, day, worth, _ in listed))
    (folder / "data" / "deals.csv").write_text(won, "utf-8")
    results = calculate_opened(open_workspace(folder))
    assert int(results.tables["earnings"]["earning_amount"].sum()) == found.potential


@pytest.mark.parametrize("seed", range(8))
def test_potential_is_what_is_earned_when_the_deals_are_won(tmp_path: Path, seed: int) -> None:
    _holds(tmp_path, seed)


@pytest.mark.slow
def test_potential_is_what_is_earned_for_a_thousand_payees(tmp_path: Path) -> None:
    for seed in range(1_000):
        folder = tmp_path / str(seed)
        folder.mkdir()
        _holds(folder, seed)


@pytest.mark.parametrize("seed", [2, 3, 17])
def test_potential_is_what_is_earned_under_random_plans(seed: int) -> None:
    found = tried(seed, 2)
    assert found
    assert [one.wrong for one in found] == [""] * len(found)
