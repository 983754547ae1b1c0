"""Running sums: of fractions with a common divisor, and of fractions that have none.

Property: running sums of groups, and every change of them, are those of fractions, whatever the divisors.
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings.lines import stacked
from attain.earnings.modifiers import cap, floor
from attain.earnings.running import running
from tests.earnings.making import Number, column, constant, lines, values
from tests.oracle import cap as cap_oracle

THIRD = Fraction(1, 3)
P, Q, R = Fraction(1, 2**61 - 1), Fraction(2**88 - 1, 2**89 - 1), Fraction(2, 2**31 - 1)
ALWAYS = pl.lit(value=True)


def test_sums_of_groups_whose_divisors_meet() -> None:
    made = running(lines(THIRD, 2 * THIRD, 5, -6, Fraction(1, 2), w=[1, 1, 2, 1, 2]), "w")
    assert values(made.measured()) == [THIRD, 1, 5, -5, Fraction(11, 2)]
    assert made.frame.select("f", "per").rows() == [(1, 3), (0, 3), (0, 2), (0, 3), (1, 2)]
    assert made.bound >= 6 * 5
    assert not made.beyond


def test_sums_without_fractions() -> None:
    made = running(lines(3, 4, -9, w=[1, 2, 1]), "w")
    assert values(made.measured()) == [3, 4, -6]
    assert not made.has_fractions


def test_sums_that_need_more_width_than_their_parts() -> None:
    made = running(lines(*[2**61] * 6, w=[1] * 6), "w")
    assert made.frame["n"].to_list() == [2**61 * n for n in range(1, 7)]
    assert made.bound >= 6 * 2**61


def test_fractions_whose_divisors_do_not_meet_are_kept_beside_the_frame() -> None:
    """Two groups: thirds, and parts of large primes; what fits a column again stands in it."""
    made = running(lines(P, THIRD, Q, R, THIRD, -P, -Q, -R, w=[1, 2, 1, 1, 2, 1, 1, 1]), "w")
    assert made.frame["w"].to_list() == [1, 2, 1, 1, 2, 1, 1, 1]
    assert values(made.measured()) == [P, THIRD, P + Q, P + Q + R, 2 * THIRD, Q + R, R, 0]
    assert made.beyond == (P + Q, P + Q + R, Q + R)
    assert made.frame["beyond"].to_list() == [None, None, 0, 1, None, 2, None, None]


@pytest.mark.parametrize(
    ("last", "quarter"),
    [(Fraction(1, 2), (1, 2)), (Fraction(1, 2) - R, (1, 4)), (Fraction(1, 2) + R, (3, 4)), (0, (0, 1))],
)
def test_the_quarter_says_on_which_side_of_one_half_a_sum_lies(last: Number, quarter: tuple[int, int]) -> None:
    small, smaller = Fraction(1, 2**61 - 1), Fraction(1, 2**89 - 1)
    made = running(lines(small, smaller, last, w=[1] * 3), "w")
    beside = {(1, 2): (3, 4), (0, 1): (1, 4)}.get(quarter, quarter)
    assert made.frame.select("f", "per").row(-1) == beside
    made = running(lines(small, smaller, -small, -smaller, last, w=[1] * 5), "w")
    f, per = made.frame.select("f", "per").row(-1)
    assert Fraction(f, per) == Fraction(last)


def test_what_is_kept_beside_the_frame_changes_with_its_row() -> None:
    made = running(lines(P, Q, R, 5, w=[1, 1, 1, 2], k=[2, -3, 0, 7]), "w").measured()
    sums = [P, P + Q, P + Q + R, Fraction(5)]
    assert values(made.times(constant(Fraction(-2, 3)))) == [v * Fraction(-2, 3) for v in sums]
    scaled = [v * k for v, k in zip(sums, [2, -3, 0, 7], strict=True)]
    assert values(made.times(column("k", [2, -3, 0, 7]))) == scaled
    moved = [v + Fraction(k, 4) for v, k in zip(sums, [2, -3, 0, 7], strict=True)]
    assert values(made.plus(column("k", [2, -3, 0, 7], 4))) == moved
    assert values(made.over(made.den * 6)) == sums
    assert values(made.negated()) == [-v for v in sums]
    chosen = made.where(pl.col("k") > 0, made.times(constant(2)))
    assert values(chosen) == [P, 2 * (P + Q), 2 * (P + Q + R), 5]
    assert values(made.fixed(constant(7))) == [7] * 4
    assert values(stacked(made, made.negated())) == [*sums, *(-v for v in sums)]
    assert values(running(made, "w").measured()) == [P, 2 * P + Q, 3 * P + 2 * Q + R, 5]


@pytest.mark.parametrize("limit", [Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(2, 3)])
def test_a_cap_cuts_off_exactly_where_no_column_holds_the_sum(limit: Fraction) -> None:
    some = [P, Q, R, Fraction(1, 3), -P, -Q, Fraction(1, 7), P]
    made = cap.apply_per_window(lines(*some, w=[1] * len(some)), ALWAYS, constant(limit), "w")
    assert values(made) == cap_oracle.running(some, [limit] * len(some))
    again = cap.apply_per_window(made, ALWAYS, constant(limit / 2), "w")
    assert values(again) == cap_oracle.running(values(made), [limit / 2] * len(some))


def test_a_floor_lifts_exactly_where_no_column_holds_the_sum() -> None:
    some = [P, Q, R, Fraction(1, 3)]
    given = lines(*some, w=[1] * 4, w_key=[1] * 4, gone=[9] * 4, line=[0, 1, 2, 3], line_type=["credit"] * 4)
    made = floor.apply_per_window(given, ALWAYS, constant(Fraction(5)), "w")
    assert values(made) == [*some, 5 - sum(some)]
    assert made.frame["line_type"].to_list() == ["credit"] * 4 + ["floor"]


parts = st.one_of(
    st.fractions(-3, 3, max_denominator=12),
    st.builds(Fraction, st.integers(-3, 3), st.sampled_from([2**61 - 1, 2**31 - 1, 2**89 - 1])),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2), parts), min_size=1, max_size=15))
def test_running_sums_are_those_of_fractions(rows: list[tuple[int, Fraction]]) -> None:
    made = running(lines(*(value for _, value in rows), den=2, w=[window for window, _ in rows]), "w")
    sums = {window: Fraction(0) for window, _ in rows}
    expected: list[Fraction] = []
    for window, value in rows:
        sums[window] += value
        expected.append(sums[window])
    assert values(made.measured()) == expected
    assert all(abs(n) <= made.bound for n in made.frame["n"])
