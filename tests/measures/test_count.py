"""count: counts transactions, each by its quota share."""

from attain.measures import count
from tests.measures.feeding import moves, readings, way
from tests.oracle import count as oracle


def test_every_transaction_counts_and_one_that_is_taken_back_counts_back() -> None:
    assert way(count.advance(moves(1, 1, -1, 0, 1))) == [(0, 1), (1, 2), (2, 1), (1, 1), (1, 2)]
    assert readings(oracle, [(1,), (1,), (-1,), (0,), (1,)]) == [(0, 1), (1, 2), (2, 1), (1, 1), (1, 2)]
