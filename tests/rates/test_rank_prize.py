"""rank_prize: prizes for the first places.

Properties:
1. What is won is the oracle's, for every way with ties.
2. Shared prizes add up to the prizes of as many places as there are, rounded; nobody who has less wins more.
"""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.money import Rounding
from attain.rates.windowed.rank_prize import Ties, prizes_won
from tests.oracle import rank_prize as oracle

CENTS = Rounding()
PRIZES = [Fraction(500_000), Fraction(300_000), Fraction(100_001)]


def won(values: list[int], ties: Ties) -> list[int]:
    return prizes_won(PRIZES, [Fraction(value) for value in values], ties, CENTS)


def test_two_tie_for_the_second_place() -> None:
    assert won([90, 70, 70, 40], "shared") == [500_000, 200_001, 200_000, 0]
    assert won([90, 70, 70, 40], "min") == [500_000, 300_000, 300_000, 0]
    assert won([90, 70, 70, 40], "dense") == [500_000, 300_000, 300_000, 100_001]


def test_more_tie_than_there_are_prizes() -> None:
    assert won([1, 1, 1, 1], "shared") == [225_001, 225_000, 225_000, 225_000]
    assert won([1, 1, 1, 1], "min") == [500_000] * 4


def test_the_order_of_the_members_is_kept() -> None:
    assert won([40, 90, 70], "shared") == [100_001, 500_000, 300_000]


def test_nobody_wins_where_nobody_is() -> None:
    assert won([], "shared") == []


@pytest.mark.parametrize("ties", ["shared", "min", "dense"])
@given(values=st.lists(st.integers(-3, 3), max_size=8))
def test_what_is_won_is_the_oracles(ties: Ties, values: list[int]) -> None:
    """Property 1."""
    exact = [Fraction(value, 3) for value in values]
    found = prizes_won(PRIZES, exact, ties, CENTS)
    assert found == oracle.prizes_of(PRIZES, exact, ties, Fraction(1))


@given(values=st.lists(st.integers(-3, 3), max_size=8))
def test_shared_prizes_are_all_given(values: list[int]) -> None:
    """Property 2."""
    found = won(values, "shared")
    assert sum(found) == sum(PRIZES[: len(values)])
    ranked = sorted(zip(values, found, strict=True))
    assert all(low[1] <= high[1] + 1 for low, high in pairwise(ranked) if low[0] < high[0])
