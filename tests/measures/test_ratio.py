"""ratio: a sum over a sum, never divided.

Properties:
1. Every move starts and ends at the oracle's ratio, with a positive denominator, or is undefined where that is 0.
"""

from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.measures import ratio
from tests.measures.feeding import feed, moves, readings
from tests.oracle import ratio as oracle

SIDES = ("x0", "x0_of", "x1", "x1_of")


def way(frame: pl.DataFrame) -> list[tuple[int | None, ...]]:
    """Numerator and denominator before and after each move."""
    return frame.select(SIDES).rows()


def test_numerators_and_denominators_add_up_apart() -> None:
    assert way(ratio.advance(moves(30, 5, -5, over=[100, 50, -50]))) == [
        (None, None, 30, 100),
        (30, 100, 35, 150),
        (35, 150, 30, 100),
    ]


def test_over_nothing_it_is_undefined() -> None:
    assert way(ratio.advance(moves(30, -30, 7, over=[100, -100, 0]))) == [
        (None, None, 30, 100),
        (30, 100, None, None),
        (None, None, None, None),
    ]


def test_over_a_negative_sum_both_signs_are_turned() -> None:
    assert way(ratio.advance(moves(-30, 40, 5, over=[-100, 0, 200]))) == [
        (None, None, 30, 100),
        (30, 100, -10, 100),
        (-10, 100, 15, 100),
    ]


def test_every_walk_adds_up_alone() -> None:
    rows = feed(
        {"walk": 2, "amount": 1, "over": 2}, {"walk": 1, "amount": 3, "over": 4}, {"walk": 2, "amount": 1, "over": 3}
    )
    assert way(ratio.advance(rows)) == [(None, None, 1, 2), (None, None, 3, 4), (1, 2, 2, 5)]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-3, 3)), max_size=12))
def test_the_way_is_the_oracles(steps: list[tuple[int, int]]) -> None:
    """Property 1."""
    found = way(ratio.advance(moves(*(top for top, _ in steps), over=[bottom for _, bottom in steps])))
    assert all(of is None or of > 0 for _, of0, _, of1 in found for of in (of0, of1))
    read = [tuple(_divided(*row[side : side + 2]) for side in (0, 2)) for row in found]
    assert read == readings(oracle, steps)


def _divided(top: int | None, bottom: int | None) -> Fraction | None:
    return None if top is None or bottom is None else Fraction(top, bottom)
