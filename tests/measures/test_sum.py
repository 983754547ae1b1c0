"""sum: adds up a value of the credits.

Properties:
1. Every move starts and ends where the oracle says, in each of several walks.
"""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from attain.measures import sum as summing
from tests.measures.feeding import feed, moves, readings, way
from tests.oracle import sum as oracle


def test_credits_add_up_and_returns_walk_back() -> None:
    assert way(summing.advance(moves(60_000, 60_000, -20_000))) == [(0, 60_000), (60_000, 120_000), (120_000, 100_000)]
    assert way(summing.advance(moves(-5, 0, 10))) == [(0, -5), (-5, -5), (-5, 5)]


def test_every_walk_adds_up_alone() -> None:
    rows = feed(
        {"walk": 2, "amount": 1}, {"walk": 1, "amount": 10}, {"walk": 2, "amount": 5}, {"walk": 1, "amount": -3}
    )
    assert way(summing.advance(rows)) == [(0, 1), (0, 10), (1, 6), (10, 7)]


def test_what_a_move_carries_is_kept() -> None:
    walked = summing.advance(moves(3))
    assert walked.select("walk", "at", "move", "amount").rows() == [(0, 0, 0, 3)]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-(10**15), 10**15)), max_size=15))
def test_the_way_is_the_oracles(rows: list[tuple[int, int]]) -> None:
    """Property 1."""
    walked = summing.advance(feed(*({"walk": walk, "amount": amount} for walk, amount in rows)))
    for walk in {walk for walk, _ in rows}:
        expected = readings(oracle, [(amount,) for mine, amount in rows if mine == walk])
        found = way(walked.filter(walk=walk))
        assert [(Fraction(x0 or 0), Fraction(x1 or 0)) for x0, x1 in found] == expected
