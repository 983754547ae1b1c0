"""Exact rationals over columns, against fractions, and the bounds they prove.

Properties:
1. Every chain of operations gives the fraction that Python's own arithmetic gives, row by row.
2. No numerator is ever larger than its bound.
3. A comparison by cross-multiplication agrees with the comparison of the fractions, one unit to either side.
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.money import Exact, TooLarge, integer_type
from attain.money.exact import largest, proved_64, proved_sum
from tests.money.columns import column_of, fractions_of, integers, wide

N = Exact.column("n", 10)
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("bound", "dtype"),
    [(0, pl.Int64), (2**62 - 1, pl.Int64), (2**62, pl.Int128), (2**126 - 1, pl.Int128)],
)
def test_the_width_is_the_smallest_that_holds_the_bound_twice(bound: int, dtype: type[pl.DataType]) -> None:
    assert integer_type(bound) == dtype


def test_beyond_126_bits_nothing_is_calculated() -> None:
    with pytest.raises(TooLarge, match=r"8\.507e\+37"):
        integer_type(2**126)


@pytest.mark.parametrize(
    ("column", "most"), [([3, -7, None], 7), ([-2, 5], 5), ([], 0), ([None], 0), ([-(2**100)], 2**100), ([0], 0)]
)
def test_the_largest_size(column: list[int | None], most: int) -> None:
    assert largest(pl.Series(column, dtype=pl.Int128)) == most


def test_what_64_bits_hold_is_proved() -> None:
    assert proved_64(2**62 - 1, "a bonus") == 2**62 - 1
    with pytest.raises(TooLarge, match=r"a bonus could reach 4\.612e\+18 stored units"):
        proved_64(2**62, "a bonus")


def test_every_sum_of_some_amounts_is_proved() -> None:
    assert proved_sum(pl.Series([5, -7, None]), "a bonus") == 12
    assert proved_sum(pl.Series([], dtype=pl.Int64), "a bonus") == 0
    most = 2**62 // 100
    assert proved_sum(pl.Series([most - 2, -1]), "a bonus") == most - 1
    with pytest.raises(TooLarge, match="a bonus could reach"):
        proved_sum(pl.Series([most - 1, -1]), "a bonus")
    with pytest.raises(TooLarge):
        proved_sum(pl.Series([2**62] * 4), "wrapped, they would sum to nothing")


def test_a_column_is_read_as_it_is() -> None:
    frame = integers(-10, None, 7)
    assert fractions_of(frame, N) == [-10, None, 7]
    assert fractions_of(frame, Exact.column("n", 10, 100)) == [Fraction(-1, 10), None, Fraction(7, 100)]


@pytest.mark.parametrize("value", [Fraction(0), Fraction(-3, 7), Fraction(2**70, 3), Fraction(5)])
def test_a_constant_is_the_same_on_every_row(value: Fraction) -> None:
    made = Exact.constant(value)
    assert (made.denominator, made.bound) == (value.denominator, abs(value.numerator))
    assert fractions_of(integers(1, 2), made) == [value, value]


@pytest.mark.parametrize("factor", [Fraction(0), Fraction(1), Fraction(-1), Fraction(2, 25), Fraction(-7, 3)])
def test_times_a_constant(factor: Fraction) -> None:
    made = N.times(factor)
    assert fractions_of(integers(-10, 0, 3), made) == [-10 * factor, 0, 3 * factor]
    assert made.bound == 10 * abs(factor.numerator)


def test_times_a_constant_that_needs_more_width() -> None:
    frame = integers(2**61, -(2**61))
    made = Exact.column("n", 2**61).times(Fraction(6, 5))
    assert fractions_of(frame, made) == [Fraction(6 * 2**61, 5), Fraction(-6 * 2**61, 5)]


def test_negated() -> None:
    assert fractions_of(integers(-10, 0, 3), N.negated()) == [10, 0, -3]


def test_times_another_column() -> None:
    frame = pl.DataFrame({"n": [3, -3, 10], "m": [4, 5, -20]})
    made = N.times_exact(Exact.column("m", 20, 100))
    assert fractions_of(frame, made) == [Fraction(12, 100), Fraction(-15, 100), Fraction(-2)]
    assert (made.bound, made.denominator) == (200, 100)


def test_times_another_column_where_the_product_needs_more_width() -> None:
    frame = pl.DataFrame({"n": [2**40, -(2**40)], "m": [2**40, 2**40 - 1]})
    made = Exact.column("n", 2**40).times_exact(Exact.column("m", 2**40))
    assert fractions_of(frame, made) == [2**80, -(2**40) * (2**40 - 1)]


def test_over_a_multiple_of_the_denominator() -> None:
    tenths = Exact.column("n", 10, 10)
    made = tenths.over(1000)
    assert (made.denominator, made.bound) == (1000, 1000)
    assert column_of(integers(-10, 7), made.numerator) == [-1000, 700]
    assert tenths.over(10) == tenths


def test_over_what_is_no_multiple_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="15 is not a multiple of 10"):
        Exact.column("n", 10, 10).over(15)


def test_over_where_the_numerator_needs_more_width() -> None:
    made = Exact.column("n", 2**61).over(100)
    assert fractions_of(integers(2**61, -(2**61)), made) == [2**61, -(2**61)]


def test_plus_and_minus_find_a_shared_denominator() -> None:
    frame = pl.DataFrame({"n": [1, -10, None], "m": [1, 3, 3]})
    quarters, sixths = Exact.column("n", 10, 4), Exact.column("m", 3, 6)
    assert fractions_of(frame, quarters.plus(sixths)) == [Fraction(5, 12), Fraction(-2), None]
    assert fractions_of(frame, quarters.minus(sixths)) == [Fraction(1, 12), Fraction(-3), None]
    for made in (quarters.plus(sixths), quarters.minus(sixths)):
        assert (made.denominator, made.bound) == (12, 36)


def test_a_sum_at_the_edge_of_64_bits() -> None:
    frame = integers(2**62 - 1, -(2**62 - 1))
    n = Exact.column("n", 2**62 - 1)
    assert fractions_of(frame, n.plus(n).plus(n)) == [3 * (2**62 - 1), -3 * (2**62 - 1)]


def test_at_least_zero() -> None:
    assert fractions_of(integers(-10, 0, 7), N.at_least_zero()) == [0, 0, 7]
    made = Exact.column("n", 2**100, 3).at_least_zero()
    assert fractions_of(wide(n=[-(2**100), 2**100]), made) == [0, Fraction(2**100, 3)]


def test_where_takes_the_other_side_when_the_condition_is_null() -> None:
    frame = pl.DataFrame({"n": [1, 2, 3], "m": [10, 20, 30], "c": [True, False, None]})
    made = Exact.column("n", 3, 2).where(pl.col("c"), Exact.column("m", 30, 3))
    assert fractions_of(frame, made) == [HALF, Fraction(20, 3), 10]
    assert (made.denominator, made.bound) == (6, 60)
    turned = Exact.column("m", 30, 3).where(pl.col("c"), Exact.column("n", 3, 2))
    assert fractions_of(frame, turned) == [Fraction(10, 3), 1, Fraction(3, 2)]
    assert turned.bound == 60


def test_where_with_one_wide_side() -> None:
    frame = pl.DataFrame({"n": [1, 2], "m": [10, 20], "c": [True, False]})
    made = Exact.column("n", 2).where(pl.col("c"), Exact.column("m", 20).times(Fraction(2**60)))
    assert fractions_of(frame, made) == [1, 20 * 2**60]


def test_the_bound_of_a_sum_over_rows() -> None:
    assert Exact.column("n", 7).summed(3) == 21
    assert Exact.column("n", 7).summed(1) == 7
    assert Exact.column("n", 7).summed(0) == 7


def test_a_sum_that_might_not_fit_is_refused() -> None:
    assert Exact.column("n", 2**124 - 1).summed(4) == 2**126 - 4
    with pytest.raises(TooLarge):
        Exact.column("n", 2**124).summed(4)


@pytest.mark.parametrize(("strictly", "expected"), [(False, [False, True, True]), (True, [False, False, True])])
def test_reaches_at_the_bound_and_one_unit_beside_it(*, strictly: bool, expected: list[bool]) -> None:
    cents = Exact.column("n", 10_001, 100)
    assert column_of(
        integers(9999, 10_000, 10_001), cents.reaches(Exact.constant(Fraction(100)), strictly=strictly)
    ) == [*expected]


def test_reaches_a_bound_between_two_cents() -> None:
    """33.335 % of 100.00 is 33.335: 33.33 is below it, 33.34 above; nothing is divided."""
    target = pl.DataFrame({"n": [3333, 3334, 3333], "of": [10_000, 10_000, 9_999]})
    bound = Exact.column("of", 10_000).times(Fraction("0.33335"))
    assert column_of(target, Exact.column("n", 3334).reaches(bound)) == [False, True, False]


def test_reaches_is_unknown_where_a_side_is_null() -> None:
    assert column_of(integers(None, 1), N.reaches(Exact.constant(Fraction(1)))) == [None, True]


def test_reaches_with_one_wide_side() -> None:
    large = Exact.column("n", 2**61).times(Fraction(2**20, 3))
    small = Exact.constant(Fraction(2**80, 3))
    assert column_of(integers(2**60 - 1, 2**60, 2**60 + 1), large.reaches(small)) == [False, True, True]
    assert column_of(integers(2**60 - 1, 2**60, 2**60 + 1), small.reaches(large)) == [True, True, False]


@pytest.mark.parametrize(
    "make",
    [
        lambda n: n.times(Fraction(4)),
        lambda n: n.times_exact(Exact.constant(Fraction(4))),
        lambda n: n.over(4),
        lambda n: n.plus(n).plus(n).plus(n),
        lambda n: n.minus(n).minus(n).minus(n),
        lambda n: n.where(pl.col("n") > 0, Exact.column("n", 0, 4)),
        lambda n: n.reaches(Exact.column("n", 0, 4)),
    ],
    ids=["times", "times_exact", "over", "plus", "minus", "where", "reaches"],
)
def test_every_operation_refuses_exactly_what_might_not_fit(make: object) -> None:
    assert callable(make)
    make(Exact.column("n", 2**124 - 1))
    with pytest.raises(TooLarge):
        make(Exact.column("n", 2**124))


# Chains of operations, each applied to the exact columns and to plain fractions.
sizes = st.one_of(st.integers(-50, 50), st.sampled_from([2**31, -(2**31), 10**12, 2**40 - 1, -(2**40)]))
factors = st.fractions(-9, 9, max_denominator=12)
steps = st.one_of(
    st.tuples(st.just("times"), factors),
    st.tuples(st.just("times_exact"), st.none()),
    st.tuples(st.sampled_from(["plus", "minus", "where"]), factors),
    st.tuples(st.just("at_least_zero"), st.none()),
    st.tuples(st.just("over"), st.integers(1, 9)),
    st.tuples(st.just("negated"), st.none()),
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(sizes, st.integers(-30, 30)), min_size=3, max_size=9), st.lists(steps, min_size=2, max_size=6)
)
def test_a_chain_of_operations_is_exact(rows: list[tuple[int, int]], chain: list[tuple[str, object]]) -> None:
    """Properties 1 and 2."""
    frame = pl.DataFrame({"n": [n for n, _ in rows], "m": [m for _, m in rows]}, schema={"n": pl.Int64, "m": pl.Int64})
    value, expected = Exact.column("n", 2**40, 4), [Fraction(n, 4) for n, _ in rows]
    other, others = Exact.column("m", 30, 6), [Fraction(m, 6) for _, m in rows]
    for word, operand in chain:
        if value.bound * 30 * value.denominator > 2**100:  # the chain would be refused
            break
        value, expected = _applied(word, operand, (value, expected), (other, others))
        assert fractions_of(frame, value) == expected


def _applied(
    word: str, operand: object, left: tuple[Exact, list[Fraction]], right: tuple[Exact, list[Fraction]]
) -> tuple[Exact, list[Fraction]]:
    (value, a), (other, b) = left, right
    match word, operand:
        case "times", Fraction() as factor:
            return value.times(factor), [x * factor for x in a]
        case "times_exact", _:
            return value.times_exact(other), [x * y for x, y in zip(a, b, strict=True)]
        case "plus", Fraction() as factor:
            return value.plus(other.times(factor)), [x + y * factor for x, y in zip(a, b, strict=True)]
        case "minus", Fraction() as factor:
            return value.minus(other.times(factor)), [x - y * factor for x, y in zip(a, b, strict=True)]
        case "where", Fraction() as factor:
            chosen = [x if y > 0 else y * factor for x, y in zip(a, b, strict=True)]
            return value.where(pl.col("m") > 0, other.times(factor)), chosen
        case "over", int() as times:
            return value.over(value.denominator * times), a
        case "negated", _:
            return value.negated(), [-x for x in a]
        case _:
            return value.at_least_zero(), [max(x, Fraction(0)) for x in a]


@settings(max_examples=50)
@given(st.fractions(-5, 5, max_denominator=400), st.sampled_from([1, 100, 7, 2**50]))
def test_comparisons_agree_with_fractions(bound: Fraction, unit: int) -> None:
    """Property 3."""
    aimed = [bound * unit // 1 + offset for offset in (-1, 0, 1, 2)]
    frame, value = integers(*aimed), Exact.column("n", max(map(abs, aimed)), unit)
    assert column_of(frame, value.reaches(Exact.constant(bound))) == [Fraction(n, unit) >= bound for n in aimed]
    above = value.reaches(Exact.constant(bound), strictly=True)
    assert column_of(frame, above) == [Fraction(n, unit) > bound for n in aimed]
