"""formula: an expression over other measures, as a fraction in lowest terms.

Properties:
1. A value is what its two sides say, with a bottom above 0 and nothing left to cancel.
"""

from fractions import Fraction
from math import gcd

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from attain.measures.formula import in_lowest_terms
from tests.oracle import formula as oracle

SIDES = st.one_of(st.none(), st.integers(-(10**12), 10**12))


def values(*pairs: tuple[int | None, int | None]) -> list[tuple[int | None, int | None]]:
    frame = pl.DataFrame(list(pairs), schema={"top": pl.Int64, "bottom": pl.Int64}, orient="row")
    return in_lowest_terms(frame).rows()


def test_a_scorecard_is_exact() -> None:
    scorecard = oracle.value("60% * a + 40% * b", {"a": Fraction(11, 10), "b": Fraction(95, 100)})
    assert values((1040, 1000)) == [(26, 25)]
    assert scorecard == Fraction(26, 25)


def test_nothing_divided_by_nothing_is_not_defined() -> None:
    assert values((5, 0), (None, 7), (0, 3)) == [(None, None), (None, None), (0, 1)]


def test_signs_stand_above() -> None:
    assert values((1, -2), (-3, -6)) == [(-1, 2), (1, 2)]


@given(top=SIDES, bottom=SIDES)
def test_a_value_is_its_fraction(top: int | None, bottom: int | None) -> None:
    """Property 1."""
    ((share, of),) = values((top, bottom))
    if top is None or not bottom:
        assert (share, of) == (None, None)
    else:
        assert share is not None
        assert of is not None
        assert Fraction(share, of) == Fraction(top, bottom)
        assert of > 0
        assert gcd(share, of) == 1
