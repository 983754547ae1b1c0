"""unwind: a cancelled deal is walked back as a negative credit."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings.clawbacks.unwind import negative_part
from tests.oracle import unwind as oracle
from tests.oracle.model import Credit, Deal


def negative(rows: list[tuple[int, int, int]], whole: int) -> list[int]:
    """The negative credit of amount, share and step."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("amount", "share", "step"), pl.Int64), orient="row")
    bound = max(abs(amount * share) for amount, share, _ in rows)
    most = max(step for *_, step in rows) * whole
    part = negative_part(
        pl.col("amount"), pl.col("share"), whole=whole, step=pl.col("step"), bound=bound, step_bound=most
    )
    return frame.select(part.alias("part"))["part"].to_list()


@pytest.mark.parametrize(
    ("rows", "whole", "back"),
    [
        ([(8_000_000, 1, 1)], 1, [-8_000_000]),
        ([(5, 50, 1), (-5, 50, 1), (5, 0, 1)], 100, [-3, 3, 0]),
        ([(1_234_567, 50, 100), (1_234_500, 50, 100), (1_234_567, 50, 1)], 100, [-617_300, -617_300, -617_284]),
        ([(10**18, 1, 10**9)], 3, [-333_333_333_000_000_000]),
    ],
)
def test_the_negative_of_a_share(rows: list[tuple[int, int, int]], whole: int, back: list[int]) -> None:
    """The share is rounded to the step the amount is kept in."""
    assert negative(rows, whole) == back


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(-10_000, 10_000), st.integers(0, 7)), min_size=1, max_size=15))
def test_the_negative_credit_is_the_oracles(rows: list[tuple[int, int]]) -> None:
    expected = []
    for amount, share in rows:
        amounts = {"value": Fraction(amount, 100)}
        credit = Credit(
            "c",
            Deal("deals", "1", {}, {}),
            "ana",
            "direct",
            None,
            date(2026, 1, 5),
            Fraction(1),
            amounts,
            amounts,
            amounts,
        )
        back = oracle.taken_back(credit, on=date(2026, 4, 1), share=Fraction(share, 7), unit=Fraction(1, 100))
        expected.append(back.paid["value"] * 100)
    assert negative([(amount, share, 1) for amount, share in rows], 7) == expected
