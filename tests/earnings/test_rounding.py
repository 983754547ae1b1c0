"""From exact lines to cents: as differences of rounded running totals, or each line alone.

Properties:
1. Cumulative lines are the oracle's, for sums that come back to halves of a cent, with and without fractions.
2. Lines rounded alone are what rounding the fraction gives, in every mode and unit.
3. States before and after are rounded alone, so their lines add up to the rounded state.
"""

from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings import round_lines, round_states
from attain.money import Exact, Rounding, round_fraction
from attain.rates import Part, Rated
from tests.earnings.making import Number, lines
from tests.oracle.rounding import running

ROUNDINGS = [Rounding(), Rounding(5), Rounding(2, "half_even"), Rounding(1, "up"), Rounding(10, "down")]


def rounded(*some: Number, windows: list[int], rounding: Rounding | None = None, den: int = 1) -> list[int]:
    """The rounded lines."""
    made = round_lines(lines(*some, den=den, w=windows), "w", rounding or Rounding())
    assert made["amount"].dtype == pl.Int64
    assert "so_far" not in made.columns
    return made["amount"].to_list()


@pytest.mark.parametrize("den", [1, 10])
@pytest.mark.parametrize(("per_line", "cents"), [(False, [334, 333, 334]), (True, [334, 334, 334])])
def test_three_deals_of_33_35_at_ten_percent(den: int, cents: list[int], *, per_line: bool) -> None:
    """10.01 in all as one total, 10.02 as three lines."""
    three = [Fraction(3335, 10)] * 3
    assert rounded(*three, windows=[1] * 3, rounding=Rounding(per_line=per_line), den=den) == cents


def test_three_deals_of_ten_cents_at_five_percent() -> None:
    assert rounded(*[Fraction(1, 2)] * 3, windows=[1] * 3) == [1, 0, 1]
    assert rounded(*[Fraction(-1, 2)] * 3, windows=[1] * 3) == [-1, 0, -1]


def test_every_window_has_its_own_total() -> None:
    half = Fraction(1, 2)
    assert rounded(half, half, half, half, windows=[1, 2, 1, 2]) == [1, 1, 0, 0]
    assert rounded(half, Fraction(1, 3), half, Fraction(1, 3), windows=[1, 2, 1, 2]) == [1, 0, 0, 1]


def test_a_return_takes_back_what_was_rounded() -> None:
    assert rounded(Fraction(1, 2), Fraction(-1, 2), Fraction(-1, 3), windows=[1] * 3) == [1, -1, 0]


@pytest.mark.parametrize(
    ("part", "cents"), [(Fraction(1, 3), 0), (Fraction(1, 2), 1), (Fraction(2, 3), 1), (Fraction(-1, 2), -1)]
)
@pytest.mark.parametrize("per_line", [True, False])
def test_a_fraction_beside_the_whole_part_decides(part: Fraction, cents: int, *, per_line: bool) -> None:
    """The 1/7 makes fractions of them all."""
    rounding = Rounding(per_line=per_line)
    assert rounded(part, Fraction(1, 7), windows=[1, 2], rounding=rounding) == [cents, 0]
    assert rounded(part / 4, Fraction(1, 7), windows=[1, 2], rounding=rounding, den=4) == [round_fraction(part / 4), 0]


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_units_and_modes_round_the_totals(rounding: Rounding) -> None:
    some = [Fraction(5, 2), Fraction(5, 2), Fraction(-5), Fraction(24, 10), Fraction(1, 3), Fraction(7, 3)]
    sums = [sum(some[:n], Fraction(0)) for n in range(len(some) + 1)]
    expected = [round_fraction(after, rounding) - round_fraction(before, rounding) for before, after in pairwise(sums)]
    assert rounded(*some, windows=[1] * 6, rounding=rounding) == expected
    assert rounded(*some[:4], windows=[1] * 4, rounding=rounding) == expected[:4]


def test_nothing_is_rounded_to_nothing() -> None:
    for per_line in (True, False):
        made = round_lines(lines(w=[]), "w", Rounding(per_line=per_line))
        assert made["amount"].to_list() == []


def test_large_totals() -> None:
    cents = 10**17
    assert rounded(*[cents + Fraction(1, 2)] * 3, windows=[1] * 3) == [cents + 1, cents, cents + 1]
    assert rounded(*[cents + Fraction(1, 3)] * 3, windows=[1] * 3) == [cents, cents + 1, cents]


def test_states_are_rounded_on_both_sides() -> None:
    frame = pl.DataFrame({"before": [0, 5, 10, None, 7], "after": [5, 10, 3, 10, None]})
    rated = Rated(before=Part(Exact.column("before", 10, 10)), after=Part(Exact.column("after", 10, 10)))
    assert round_states(frame, rated, Rounding())["amount"].to_list() == [1, 0, -1, 1, -1]
    assert round_states(frame, rated, Rounding(mode="half_even"))["amount"].to_list() == [0, 1, -1, 1, -1]


def test_states_may_have_a_divisor_of_their_own() -> None:
    frame = pl.DataFrame({"before": [0, 3, 4], "after": [3, 4, 3], "p": [2, 2, 3], "q": [2, 3, 2]})
    rated = Rated(before=Part(Exact.column("before", 4), "p"), after=Part(Exact.column("after", 4), "q"))
    assert round_states(frame, rated, Rounding())["amount"].to_list() == [2, 1 - 2, 2 - 1]
    tenths = Rated(before=Part(Exact.column("before", 4, 10), "p"), after=Part(Exact.column("after", 40, 10), "q"))
    large = frame.with_columns(pl.col("after") * 10)
    assert round_states(large, tenths, Rounding())["amount"].to_list() == [2, 1, 2]


# Sums that come back to halves of a cent.
parts = st.one_of(st.integers(-8, 8).map(lambda n: Fraction(n, 4)), st.fractions(-2, 2, max_denominator=9))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 2), parts), min_size=1, max_size=15), st.sampled_from([1, 2, 60]))
def test_cumulative_lines_are_the_oracles(rows: list[tuple[int, Fraction]], den: int) -> None:
    """Property 1."""
    found = rounded(*(part for _, part in rows), windows=[window for window, _ in rows], den=den)
    for window in {window for window, _ in rows}:
        mine = [place for place, (w, _) in enumerate(rows) if w == window]
        assert [found[place] for place in mine] == running([rows[place][1] for place in mine], Fraction(1))


@settings(max_examples=40)
@given(st.lists(parts, min_size=1, max_size=12), st.sampled_from(ROUNDINGS), st.sampled_from([1, 2, 60]))
def test_lines_rounded_alone(some: list[Fraction], rounding: Rounding, den: int) -> None:
    """Property 2."""
    alone = Rounding(rounding.unit, rounding.mode, per_line=True)
    assert rounded(*some, windows=[1] * len(some), rounding=alone, den=den) == [
        round_fraction(v, rounding) for v in some
    ]


@settings(max_examples=30)
@given(st.lists(st.integers(-60, 60), min_size=1, max_size=12), st.sampled_from(ROUNDINGS), st.integers(1, 7))
def test_rounded_states_add_up(states: list[int], rounding: Rounding, per: int) -> None:
    """Property 3."""
    frame = pl.DataFrame({"before": [0, *states[:-1]], "after": states, "per": [per] * len(states)})
    rated = Rated(before=Part(Exact.column("before", 60, 2), "per"), after=Part(Exact.column("after", 60, 2), "per"))
    amounts = round_states(frame, rated, rounding)["amount"].to_list()
    assert sum(amounts) == round_fraction(Fraction(states[-1], 2 * per), rounding)
