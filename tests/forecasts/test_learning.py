"""What is learned from deals of the past.

1. The odds are the most likely ones given their prior: no small change of a weight makes them more likely.
2. What was said to happen happened as often as was said, on periods held out.
"""

from datetime import timedelta
from math import comb, log
from random import Random

import polars as pl
import pytest

from attain.forecasts import learn, learned_slips, past_of, reliability, widened, with_slip_chances
from attain.forecasts.learning import Odds
from attain.forecasts.slipping import band, held_out
from tests.forecasts.worlds import quarters, world


def _rows(seed: int, count: int) -> pl.DataFrame:
    """Deals whose odds move by 0.8 for one sign and not at all for another; the third is not known for some."""
    dice = Random(seed)  # noqa: S311 - a test draws cases
    made = []
    for _ in range(count):
        speaking, silent = dice.gauss(5, 2), dice.gauss(0, 1)
        chance = 1 / (1 + 2.718281828 ** -(-1 + 0.8 * (speaking - 5) / 2))
        unknown = None if dice.random() < 0.3 else dice.gauss(0, 1)
        made.append(("Negotiation", speaking, silent, unknown, dice.random() < chance))
    names = ["stage", "speaking", "silent", "unknown", "hit"]
    return pl.DataFrame(made, schema=names, orient="row")


SIGNS = ("speaking", "silent", "unknown")


def _likelihood(rows: pl.DataFrame, odds: Odds) -> float:
    chances = odds.of(rows)
    said = sum(log(p if hit else 1 - p) for p, hit in zip(chances, rows["hit"], strict=True))
    return said - 2.0 * (sum(weight**2 for _, _, weight in odds.signs.values()) + odds.shift**2)


def test_the_odds_are_the_most_likely_ones() -> None:
    rows = _rows(1, 400)
    found = learn(rows, "hit", SIGNS)
    assert not found.corrected
    best = _likelihood(rows, found)
    for name in SIGNS:
        for by in (-0.02, 0.02):
            mean, spread, weight = found.signs[name]
            moved = Odds(found.overall, found.by_stage, {**found.signs, name: (mean, spread, weight + by)}, found.shift)
            assert _likelihood(rows, moved) < best


def test_a_sign_that_speaks_is_found_and_one_that_is_silent_is_not() -> None:
    found = learn(_rows(2, 4_000), "hit", SIGNS)
    assert found.signs["speaking"][2] == pytest.approx(0.8, abs=0.12)
    assert abs(found.signs["silent"][2]) < 0.1


def test_a_sign_that_is_not_known_moves_nothing() -> None:
    rows = _rows(3, 400)
    found = learn(rows, "hit", SIGNS)
    mean = found.signs["unknown"][0]
    one = rows.head(1).with_columns(unknown=pl.lit(None, dtype=pl.Float64))
    assert found.of(one)[0] == pytest.approx(found.of(one.with_columns(unknown=pl.lit(mean)))[0])


@pytest.mark.parametrize("share", [0, 1])
def test_what_always_or_never_happened_is_as_likely_as_few_deals_can_show(share: int) -> None:
    rows = _rows(4, 30).with_columns(hit=pl.lit(bool(share)))
    assert learn(rows, "hit", SIGNS).of(rows).to_list() == pytest.approx([share] * 30, abs=1e-5)


def test_what_was_said_is_corrected_by_what_came() -> None:
    """The odds move by the square of the sign, which no line follows; what they came to is read from the past."""
    dice = Random(5)  # noqa: S311 - a test draws cases
    signs = [dice.gauss(0, 1) for _ in range(8_000)]
    rows = pl.DataFrame(
        {
            "stage": ["A"] * 8_000,
            "sign": signs,
            "hit": [dice.random() < min(0.9, 0.05 + (s > 0) * s * s / 4) for s in signs],
        }
    )
    before, after = rows.head(4_000), rows.tail(4_000)
    found = learn(before, "hit", ["sign"])
    assert found.corrected
    plain = Odds(found.overall, found.by_stage, found.signs, found.shift)
    inside = [reliability(one.of(after), after["hit"])["is_inside"].sum() for one in (plain, found)]
    assert inside[0] <= 6
    assert inside[1] >= 8
    assert found.of(after).is_between(0, 1).all()


@pytest.mark.parametrize(("count", "chance"), [(1, 0.5), (20, 0.05), (200, 0.3), (900, 0.97)])
def test_the_band_is_the_one_of_the_binomial_distribution(count: int, chance: float) -> None:
    low, high = band(count, chance)
    likely = [comb(count, hits) * chance**hits * (1 - chance) ** (count - hits) for hits in range(count + 1)]
    assert sum(likely[:low]) <= 0.005 < sum(likely[: low + 1])
    assert sum(likely[high + 1 :]) <= 0.005 + 1e-12 < sum(likely[high:])


def test_a_band_of_many_deals_is_the_normal_one() -> None:
    low, high = band(5_001, 0.3)
    exact = band(5_000, 0.3)
    assert abs(low - exact[0]) <= 2
    assert abs(high - exact[1]) <= 2
    assert band(10, 1.0) == (10, 10)


def test_amounts_of_few_periods_are_widened_around_their_mean() -> None:
    seen = [900, 1_000, 1_100, 1_200, 950, 1_050, 1_150, 980]
    found = widened(seen)
    assert sum(found) / len(found) == pytest.approx(sum(seen) / len(seen), abs=1)
    assert min(found) < min(seen)
    assert min(widened([0, 0, 0, 1_000])) == 0


@pytest.mark.parametrize("seed", [1, 5])
def test_nine_of_ten_tenths_slip_as_often_as_was_said(seed: int) -> None:
    book, listed = world(seed, 20, 300), quarters(20)
    at = book.opportunities.midnight(listed[19].starts_on) + timedelta(days=30)
    past = past_of(book, listed[19], at, listed[3:19])
    assert past is not None
    found = held_out(past.rows, "is_slipped")
    assert found.height == 10
    assert found["deal_count"].sum() > 700
    assert found["is_inside"].sum() >= 9


def test_a_deal_has_its_slip_probability_beside_its_numbers() -> None:
    book, listed = world(1, 10, 60), quarters(10)
    at = book.opportunities.midnight(listed[9].starts_on) + timedelta(days=30)
    slips = learned_slips(book, listed[9], at, listed[1:9])
    assert slips is not None
    assert slips.period_count == 8
    deals = book.open_at(at).filter(pl.col("close_date").is_between(listed[9].starts_on, listed[9].ends_before, "left"))
    found = with_slip_chances(book, listed[9], at, deals, slips)
    assert found["opportunity_id"].to_list() == deals["opportunity_id"].to_list()
    assert found["slip_probability"].is_between(0.001, 0.999).all()
    nothing = with_slip_chances(book, listed[9], at, deals, None)
    assert nothing["slip_probability"].null_count() == deals.height
    assert learned_slips(book, listed[1], at, []) is None


def test_without_four_periods_nothing_is_held_out() -> None:
    rows = _rows(1, 30).with_columns(number=pl.lit(1))
    assert held_out(rows, "hit").height == 0
