"""original_rate: a cancelled deal goes back at what it was paid."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings.clawbacks import original_rate
from tests.oracle import original_rate as oracle


def taken_back(rows: list[tuple[int, int]], whole: int, unit: int = 1) -> list[int]:
    """What goes back of each line: its amount and the share."""
    frame = pl.DataFrame(rows, schema={"amount": pl.Int64, "back_share": pl.Int64}, orient="row")
    return original_rate.taken_back(frame, whole, unit)["amount"].to_list()


@pytest.mark.parametrize(
    ("rows", "whole", "unit", "back"),
    [
        ([(400_000, 1), (300_000, 1)], 1, 1, [-400_000, -300_000]),
        ([(5, 50), (-5, 50), (5, 0), (5, 49), (-5, 49)], 100, 1, [-3, 3, 0, -2, 2]),
        ([(74, 1), (75, 1), (-75, 1)], 1, 50, [-50, -100, 100]),
        ([(10**17 + 1, 333_333_333)], 10**9, 1, [-33_333_333_300_000_000]),
        ([], 1, 1, []),
    ],
)
def test_a_share_of_the_line_goes_back(rows: list[tuple[int, int]], whole: int, unit: int, back: list[int]) -> None:
    assert taken_back(rows, whole, unit) == back


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(-10_000, 10_000), st.integers(0, 12)), min_size=1, max_size=20), st.integers(1, 12)
)
def test_what_goes_back_is_the_oracles(rows: list[tuple[int, int]], whole: int) -> None:
    expected = [oracle.taken_back(Fraction(n), share=Fraction(s, whole), unit=Fraction(1)) for n, s in rows]
    assert taken_back(rows, whole) == expected
