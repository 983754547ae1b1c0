"""Intervals cover as often as they say, and cumulative incidence is what the reference gives."""

from fractions import Fraction
from math import comb
from random import Random

import pytest

from attain.metrics.arithmetic.incidence import Ending, cumulative_incidence, incidence_by
from attain.metrics.arithmetic.intervals import wilson

RATES = [percent / 100 for percent in range(5, 96)]


@pytest.mark.parametrize("tries", [20, 21, 25, 30, 40, 60, 100, 250])
def test_the_interval_covers_95_times_in_100_on_average(tries: int) -> None:
    assert 0.94 <= _mean_coverage(tries) <= 0.96


@pytest.mark.slow
def test_the_interval_covers_95_times_in_100_for_every_count_from_20_to_300() -> None:
    found = {tries: _mean_coverage(tries) for tries in range(20, 301)}
    assert min(found.values()) >= 0.94
    assert max(found.values()) <= 0.96


def _mean_coverage(tries: int) -> float:
    """How often the interval holds the true rate, of rates from 5 % to 95 %, by enumeration of every outcome."""
    ends = [wilson(hits, tries) for hits in range(tries + 1)]
    covered = []
    for rate in RATES:
        likely = (comb(tries, hits) * rate**hits * (1 - rate) ** (tries - hits) for hits in range(tries + 1))
        covered.append(sum(p for p, end in zip(likely, ends, strict=True) if end and end[0] <= rate <= end[1]))
    return sum(covered) / len(covered)


def test_the_interval_stays_between_none_and_all() -> None:
    assert wilson(0, 0) is None
    for hits, tries in ((0, 5), (5, 5), (1, 1)):
        low, high = wilson(hits, tries) or (-1, 2)
        assert 0 <= low <= hits / tries <= high <= 1


def _reference(lives: list[tuple[int, Ending]]) -> dict[int, tuple[Fraction, Fraction]]:
    """Aalen and Johansen, deal by deal: each one alive carries an equal share, a censored one hands its share on."""
    alive = sorted(lives)
    share = Fraction(1)
    won = lost = Fraction(0)
    found: dict[int, tuple[Fraction, Fraction]] = {}
    for at, (days, ending) in enumerate(alive):
        own = share / (len(alive) - at)
        if ending != "open":
            won, lost = (won + own, lost) if ending == "won" else (won, lost + own)
            share -= own
        found[days] = (won, lost)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_incidence_equals_the_reference_without_ties(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a test draws cases
    days = dice.sample(range(1, 2_000), 200)
    endings: tuple[Ending, ...] = ("won", "lost", "open")
    lives = [(day, dice.choice(endings)) for day in days]
    reference = _reference(lives)
    found = cumulative_incidence(lives)
    assert len(found) == sum(ending != "open" for _, ending in lives)
    for one in found:
        won, lost = reference[one.days]
        assert abs(float(one.won) - float(won)) < 1e-9
        assert abs(float(one.lost) - float(lost)) < 1e-9


def test_incidence_with_ties_worked_by_hand() -> None:
    """Ten deals. Day 5: 2 won, 1 lost, 1 open of 10. Day 9: 1 won, 1 lost of 6. Day 12: 2 won, 2 open of 4.

    Won 2/10, then + 7/10 x 1/6 = 19/60, then + 7/10 x 4/6 x 2/4 = 33/60; lost 1/10, then + 7/10 x 1/6 = 13/60.
    """
    lives: list[tuple[int, Ending]] = [(5, "won"), (5, "won"), (5, "lost"), (5, "open"), (9, "won"), (9, "lost")]
    lives += [(12, "won"), (12, "won"), (12, "open"), (12, "open")]
    found = cumulative_incidence(lives)
    assert [one.won for one in found] == [Fraction(2, 10), Fraction(19, 60), Fraction(33, 60)]
    assert [one.lost for one in found] == [Fraction(1, 10), Fraction(13, 60), Fraction(13, 60)]
    assert found[-1].open == Fraction(14, 60)


def test_without_open_deals_incidence_is_the_plain_share() -> None:
    lives: list[tuple[int, Ending]] = [(3, "won"), (4, "lost"), (7, "lost"), (9, "won")]
    last = cumulative_incidence(lives)[-1]
    assert (last.won, last.lost, last.open) == (Fraction(1, 2), Fraction(1, 2), 0)
    assert incidence_by(lives, 2) is not None
    assert incidence_by([], 2) is None
