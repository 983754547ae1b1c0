"""Lines plus lines.

1. Every row is the exact sum, whatever the divisors of the two fractions are.
2. A row whose divisors have no common one that fits is added up in fractions.
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.earnings import Lines
from attain.earnings.adding import plus_lines
from attain.money import Exact
from attain.rates import Part

ROWS = st.tuples(st.integers(-(10**12), 10**12), st.integers(1, 10**9))


def lines(values: list[tuple[int, int]], den: int = 1) -> Lines:
    """Lines of quotients, over a denominator of their own."""
    frame = pl.DataFrame({"top": [t for t, _ in values], "under": [u for _, u in values]})
    return Lines.of(frame, Part(Exact.column("top", 10**40 // 10**20, den), "under"))


def worth(made: Lines) -> list[Fraction]:
    """Every row's exact value."""
    return made.values_where(pl.repeat(value=True, n=made.frame.height, eager=True))


@given(st.lists(st.tuples(ROWS, ROWS), min_size=1, max_size=6), st.sampled_from([1, 2, 100, 700]))
def test_every_row_is_the_exact_sum(pairs: list[tuple[tuple[int, int], tuple[int, int]]], den: int) -> None:
    """1."""
    left, right = lines([a for a, _ in pairs]), lines([b for _, b in pairs], den)
    expected = [Fraction(a, b) + Fraction(c, d * den) for (a, b), (c, d) in pairs]
    assert worth(plus_lines(left, right)) == expected


@pytest.mark.parametrize(("under", "other"), [(3, 6), (6, 3), (3, 5), (2**61 - 1, 2**31 - 1), (1, 7), (7, 1), (1, 1)])
def test_divisors(under: int, other: int) -> None:
    """1 and 2."""
    made = plus_lines(lines([(7, under), (-7, under)]), lines([(1, other), (2, other)], 10))
    assert worth(made) == [Fraction(7, under) + Fraction(1, 10 * other), Fraction(-7, under) + Fraction(2, 10 * other)]


def test_sums_can_be_summed_again() -> None:
    """2: what is kept beside the frame stays exact."""
    first = plus_lines(lines([(1, 2**61 - 1)]), lines([(1, 2**31 - 1)]))
    again = plus_lines(first, lines([(1, 3)]))
    assert worth(again) == [Fraction(1, 2**61 - 1) + Fraction(1, 2**31 - 1) + Fraction(1, 3)]


def test_the_other_columns_are_those_of_the_first() -> None:
    """A sum stands in the first frame."""
    left = lines([(1, 3)])
    left = left.with_frame(left.frame.with_columns(name=pl.lit("kept")))
    assert plus_lines(left, lines([(1, 6)])).frame["name"].to_list() == ["kept"]
