"""Rounding, on both sides of every half, for columns and for single fractions.

Properties:
1. A column is rounded as the oracle rounds one number, for numerators around every half, narrow and wide.
2. A denominator that differs from row to row rounds like one that does not.
3. ``round_fraction`` and ``rounded`` agree in every mode and unit.
4. Rounding to a unit gives a multiple of it, less than one unit away (at most half of one for the two halves).
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.money import Rounding, TooLarge, round_fraction, rounded
from attain.money.rounding import Mode
from tests.money.columns import column_of, integers, wide
from tests.oracle.rounding import half_away

MODES: tuple[Mode, ...] = ("half_away", "half_even", "up", "down")
HALVES = (-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7)
HALVED: dict[Mode, tuple[int, ...]] = {
    "half_away": (-4, -3, -3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3, 3, 4),
    "half_even": (-4, -3, -2, -2, -2, -1, 0, 0, 0, 1, 2, 2, 2, 3, 4),
    "up": (-4, -3, -3, -2, -2, -1, -1, 0, 1, 1, 2, 2, 3, 3, 4),
    "down": (-3, -3, -2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2, 3, 3),
}
# Thirds, on both sides of the half that no third is.
THIRDED: dict[Mode, tuple[int, ...]] = {
    "half_away": (-1, -1, 0, 0, 0, 1, 1, 1, 2, 2),
    "half_even": (-1, -1, 0, 0, 0, 1, 1, 1, 2, 2),
    "up": (-2, -1, -1, 0, 1, 1, 1, 2, 2, 2),
    "down": (-1, 0, 0, 0, 0, 0, 1, 1, 1, 2),
}
THIRDS = (-4, -2, -1, 0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("bound", [7, 2**70], ids=["narrow", "wide"])
def test_halves_go_where_the_mode_sends_them(mode: Mode, bound: int) -> None:
    made = column_of(integers(*HALVES), rounded(pl.col("n"), 2, bound, rounding=Rounding(mode=mode)))
    assert tuple(made) == HALVED[mode]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("bound", [7, 2**70], ids=["narrow", "wide"])
def test_thirds_go_to_the_nearer_side(mode: Mode, bound: int) -> None:
    made = column_of(integers(*THIRDS), rounded(pl.col("n"), 3, bound, rounding=Rounding(mode=mode)))
    assert tuple(made) == THIRDED[mode]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_away", [-10, 0, 0, 5, 5, 10, 10, 15]),
        ("half_even", [-10, 0, 0, 0, 5, 10, 10, 10]),
        ("up", [-10, -5, 0, 5, 10, 10, 15, 15]),
        ("down", [-5, 0, 0, 0, 5, 5, 10, 10]),
    ],
)
def test_a_unit_of_five_cents(mode: Mode, expected: list[int]) -> None:
    tenths = integers(-76, -24, 0, 25, 51, 75, 101, 125)
    assert column_of(tenths, rounded(pl.col("n"), 10, 126, rounding=Rounding(5, mode))) == expected


@pytest.mark.parametrize("mode", MODES)
def test_a_denominator_may_be_a_column(mode: Mode) -> None:
    frame = pl.DataFrame({"n": [7, -7, 5, 5, 9], "d": [2, 2, 2, 10, 9]})
    made = column_of(frame, rounded(pl.col("n"), pl.col("d"), 9, 10, rounding=Rounding(mode=mode)))
    expected = {
        "half_away": [4, -4, 3, 1, 1],
        "half_even": [4, -4, 2, 0, 1],
        "up": [4, -4, 3, 1, 1],
        "down": [3, -3, 2, 0, 1],
    }
    assert made == expected[mode]


def test_a_denominator_may_be_a_column_of_large_numbers() -> None:
    frame = wide(n=[3 * 2**80, -(3 * 2**80), 2**80 - 1], d=[2**81, 2**81, 2**81])
    assert column_of(frame, rounded(pl.col("n"), pl.col("d"), 3 * 2**80, 2**81)) == [2, -2, 0]


def test_a_denominator_that_is_a_column_is_multiplied_by_the_unit() -> None:
    frame = pl.DataFrame({"n": [74, 75, -75], "d": [10, 10, 10]})
    assert column_of(frame, rounded(pl.col("n"), pl.col("d"), 75, 10, rounding=Rounding(5))) == [5, 10, -10]


def test_nothing_to_round_is_kept_as_it_is() -> None:
    frame = integers(-5, None, 2**61, dtype=pl.Int128)
    made = frame.select(rounded(pl.col("n"), 1, 2**61))["n"]
    assert made.to_list() == [-5, None, 2**61]
    assert made.dtype == pl.Int64


def test_a_denominator_that_is_a_column_may_need_more_width_with_its_unit() -> None:
    frame = pl.DataFrame({"d": [2**58, 2**58]}).with_columns(n=pl.Series([250 * 2**58, 249 * 2**58], dtype=pl.Int128))
    assert column_of(frame, rounded(pl.col("n"), pl.col("d"), 250 * 2**58, 2**58, rounding=Rounding(100))) == [300, 200]


def test_what_is_whole_already_needs_no_room() -> None:
    assert column_of(integers(-5, 7), rounded(pl.col("n"), 1, 2**126)) == [-5, 7]
    with pytest.raises(TooLarge):
        rounded(pl.col("n"), 2, 2**126)


def test_null_stays_null_and_the_result_is_64_bits_wide() -> None:
    made = integers(1, None, 3).select(rounded(pl.col("n"), 2, 2**100))["n"]
    assert made.to_list() == [1, None, 2]
    assert made.dtype == pl.Int64


def test_a_whole_number_is_rounded_to_a_unit_too() -> None:
    assert column_of(integers(249, 250, -250), rounded(pl.col("n"), 1, 250, rounding=Rounding(100))) == [200, 300, -300]


def test_what_might_not_fit_is_refused() -> None:
    denominator = 2**70
    bound = 2**125 - denominator - 1
    made = column_of(wide(n=[bound, -bound]), rounded(pl.col("n"), denominator, bound))
    assert made == [2**55 - 1, -(2**55 - 1)]
    for one in ({"denominator": denominator}, {"denominator": pl.col("d"), "denominator_bound": denominator}):
        with pytest.raises(TooLarge):
            rounded(pl.col("n"), bound=bound + 1, **one)


def test_the_narrow_way_ends_where_doubling_would_not_fit() -> None:
    bound = 2**61 - 11
    frame = integers(bound, -bound)
    half = round_fraction(Fraction(bound, 10))
    for most in (bound, 2**61 - 10):
        assert column_of(frame, rounded(pl.col("n"), 10, most)) == [half, -half]


@pytest.mark.parametrize("mode", MODES)
def test_a_single_fraction_is_rounded_like_a_column(mode: Mode) -> None:
    assert tuple(round_fraction(Fraction(n, 2), Rounding(mode=mode)) for n in HALVES) == HALVED[mode]
    assert tuple(round_fraction(Fraction(n, 3), Rounding(mode=mode)) for n in THIRDS) == THIRDED[mode]


def test_half_away_and_a_cent_are_what_is_meant_when_nothing_is_said() -> None:
    assert Rounding() == Rounding(unit=1, mode="half_away", per_line=False)
    assert round_fraction(Fraction(5, 2)) == 3
    assert round_fraction(Fraction(5, 2), Rounding(unit=2)) == 2
    assert round_fraction(Fraction(-3), Rounding(unit=2)) == -4


# Numerators around the halves of their denominator, and around the width where arithmetic changes.
denominators = st.one_of(st.integers(1, 12), st.sampled_from([100, 1000, 7**9, 10**12, 2**40, 10**18]))
places = st.one_of(st.integers(-30, 30), st.sampled_from([10**6, 10**12, -(10**12), 2**41, -(2**41)]))
offsets = st.sampled_from([-2, -1, 0, 1, 2])


@settings(max_examples=40)
@given(denominators, st.lists(st.tuples(places, offsets), min_size=5, max_size=40))
def test_a_column_is_rounded_as_the_oracle_rounds(denominator: int, aims: list[tuple[int, int]]) -> None:
    """Property 1."""
    numerators = [place * denominator // 2 + offset for place, offset in aims]
    bound = max(map(abs, numerators))
    expected = [half_away(Fraction(n, denominator), Fraction(1)) for n in numerators]
    frame = wide(n=numerators)
    assert column_of(frame, rounded(pl.col("n"), denominator, bound)) == expected
    varying = frame.with_columns(d=pl.lit(denominator, pl.Int128))
    assert column_of(varying, rounded(pl.col("n"), pl.col("d"), bound, denominator)) == expected  # Property 2


@settings(max_examples=40)
@given(
    st.sampled_from(MODES),
    st.sampled_from([1, 2, 5, 10, 100]),
    denominators,
    st.lists(st.tuples(places, offsets), min_size=5, max_size=30),
)
def test_one_fraction_is_rounded_like_a_column(
    mode: Mode, unit: int, denominator: int, aims: list[tuple[int, int]]
) -> None:
    """Properties 3 and 4."""
    rounding = Rounding(unit, mode)
    numerators = [place * unit * denominator // 2 + offset for place, offset in aims]
    bound = max(map(abs, numerators))
    made = column_of(wide(n=numerators), rounded(pl.col("n"), denominator, bound, rounding=rounding))
    for numerator, result in zip(numerators, made, strict=True):
        value = Fraction(numerator, denominator)
        assert result == round_fraction(value, rounding)
        assert result % unit == 0
        assert abs(result - value) <= Fraction(unit, 2) if mode.startswith("half") else abs(result - value) < unit
