"""Lines: exact values in integers, with a fraction beside the whole part where a rate divided by something else."""

from fractions import Fraction

import polars as pl
import pytest

from attain.earnings import Lines, difference, largest
from attain.money import Exact, TooLarge
from attain.rates import Part
from tests.earnings.making import Number, column, constant, lines, values

THIRD, SEVENTH = Fraction(1, 3), Fraction(1, 7)


@pytest.mark.parametrize(
    ("column", "most"), [([3, -7, None], 7), ([-2, 5], 5), ([], 0), ([None], 0), ([-(2**100)], 2**100)]
)
def test_the_largest_size(column: list[int | None], most: int) -> None:
    assert largest(pl.Series(column, dtype=pl.Int128)) == most


def test_a_value_without_a_divisor() -> None:
    frame = pl.DataFrame({"x": [5, None, -3]})
    made = Lines.of(frame, Part(Exact.column("x", 5, 10)))
    assert values(made) == [Fraction(1, 2), 0, Fraction(-3, 10)]
    assert made.frame.columns == ["x", "n"]


def test_a_value_with_a_divisor_of_its_own_on_every_row() -> None:
    frame = pl.DataFrame({"x": [7, -7, 6, None, 5], "of": [3, 3, 3, 3, None]})
    made = Lines.of(frame, Part(Exact.column("x", 7, 10), "of"))
    assert made.has_fractions
    assert made.frame.select("n", "f", "per").rows() == [(2, 1, 3), (-3, 2, 3), (2, 0, 3), (0, 0, 3), (5, 0, 1)]
    assert values(made) == [Fraction(7, 30), Fraction(-7, 30), Fraction(2, 10), 0, Fraction(1, 2)]


def test_fractions_that_are_all_nothing_are_dropped() -> None:
    made = Lines.of(pl.DataFrame({"x": [6, -3], "of": [3, 3]}), Part(Exact.column("x", 6), "of"))
    assert not made.has_fractions
    assert values(made) == [2, -1]
    assert values(lines(THIRD).times(constant(3))) == [1]


def test_numbers_stay_as_narrow_as_they_may_be() -> None:
    assert lines(2**62 - 1).frame["n"].dtype == pl.Int64
    assert lines(2**62).frame["n"].dtype == pl.Int128
    assert values(lines(2**62).plus(constant(-5))) == [2**62 - 5]
    with pytest.raises(TooLarge):
        lines(2**126)


@pytest.mark.parametrize("factor", [Fraction(0), Fraction(1), Fraction(-1), Fraction(3, 2), Fraction(-2, 7)])
def test_times(factor: Fraction) -> None:
    given_values = [Fraction(7, 3), Fraction(-1, 3), Fraction(5), Fraction(-4, 7)]
    for den in (1, 10):
        assert values(lines(*given_values, den=den).times(constant(factor))) == [v * factor for v in given_values]


def test_times_a_column() -> None:
    made = lines(THIRD, -THIRD, 2, factor=[3, 5, -7]).times(column("factor", [3, 5, -7], 2))
    assert values(made) == [Fraction(1, 2), Fraction(-5, 6), -7]


def test_what_might_not_fit_is_refused() -> None:
    large = lines(Fraction(1, 2**100))
    assert values(large.times(constant(2**26 - 1))) == [Fraction(2**26 - 1, 2**100)]
    with pytest.raises(TooLarge):
        large.times(constant(2**26))
    assert values(large.over(2**26 - 1)) == [Fraction(1, 2**100)]
    with pytest.raises(TooLarge):
        large.over(2**26)
    with pytest.raises(TooLarge):
        lines(2**100).times(constant(2**26))


def test_plus() -> None:
    made = lines(THIRD, -THIRD, 5, extra=[1, -1, 0]).plus(column("extra", [1, -1], 4))
    assert values(made) == [Fraction(7, 12), Fraction(-7, 12), 5]
    assert made.den == 4
    assert values(lines(5, den=6).plus(constant(Fraction(1, 4)))) == [Fraction(21, 4)]


def test_over_a_larger_denominator() -> None:
    made = lines(THIRD, Fraction(-5, 3), 2, den=2)
    assert values(made.over(2)) == values(made.over(14)) == [THIRD, Fraction(-5, 3), 2]
    assert made.over(14).den == 14
    assert made.over(6).has_fractions is False


def test_negated() -> None:
    assert values(lines(THIRD, Fraction(-5, 3), 2, 0).negated()) == [-THIRD, Fraction(5, 3), -2, 0]


@pytest.mark.parametrize("left", [[THIRD, 1, 2, 3], [5, 1, 2, 3]], ids=["fractions", "whole"])
@pytest.mark.parametrize("right", [[SEVENTH, -1, -2, Fraction(-9, 2)], [-5, -1, -2, -3]], ids=["fractions", "whole"])
@pytest.mark.parametrize("den", [1, 4])
def test_where(left: list[Number], right: list[Number], den: int) -> None:
    holds = [True, False, None, True]
    made = lines(*left, c=holds).where(pl.col("c"), lines(*right, den=den, c=holds))
    assert values(made) == [left[0], right[1], right[2], left[3]]
    turned = lines(*right, den=den, c=holds).where(pl.Series([False, False, True, True]), lines(*left, c=holds))
    assert values(turned) == [left[0], left[1], right[2], right[3]]
    assert set(made.frame.columns) <= {"n", "f", "per", "c"}


def test_where_with_one_wide_side() -> None:
    made = lines(2**70, 1).where(pl.Series([True, False]), lines(3, 4))
    assert values(made) == [2**70, 4]
    assert values(lines(2**70, 1).where(pl.Series([False, True]), lines(3, 4))) == [3, 1]


def test_fixed() -> None:
    made = lines(THIRD, 5, at=[7, -8]).fixed(column("at", [7, -8], 3))
    assert values(made) == [Fraction(7, 3), Fraction(-8, 3)]
    assert not made.has_fractions
    assert values(lines(THIRD, 5).fixed(constant(0))) == [0, 0]


def test_limits_at_the_bound_and_a_fraction_beside_it() -> None:
    some = [Fraction(29, 10), Fraction(3), Fraction(31, 10), Fraction(-3), Fraction(-29, 10), Fraction(-31, 10)]
    for den in (1, 2):
        aligned, limit = lines(*some, den=den).beside(constant(3))
        assert aligned.reaches(limit).to_list() == [value >= 3 for value in some]
        assert aligned.stays_within(limit).to_list() == [value <= 3 for value in some]
        aligned, limit = lines(*some, den=den).beside(constant(Fraction(-6, 2)))
        assert aligned.reaches(limit).to_list() == [value >= -3 for value in some]
        assert aligned.stays_within(limit).to_list() == [value <= -3 for value in some]


def test_limits_without_fractions() -> None:
    aligned, limit = lines(2, 3, 4).beside(constant(Fraction(5, 2)))
    assert aligned.den == 2
    assert aligned.reaches(limit).to_list() == [False, True, True]
    assert aligned.stays_within(limit).to_list() == [True, False, False]


def test_the_line_between_two_states() -> None:
    frame = pl.DataFrame({"a": [7, 0, -3], "b": [3, 5, -3], "of": [3, 3, 7]})
    before, after = Exact.column("b", 5, 2), Exact.column("a", 7, 3)
    assert values(difference(frame, Part(before), Part(after))) == [Fraction(5, 6), Fraction(-5, 2), Fraction(1, 2)]
    shared = difference(frame, Part(before, "of"), Part(after, "of"))
    assert values(shared) == [Fraction(5, 18), Fraction(-5, 6), Fraction(1, 14)]


def test_the_line_between_two_states_over_different_divisors() -> None:
    frame = pl.DataFrame({"a": [7, 0, -3], "b": [3, 5, -3], "p": [3, 3, 7], "q": [5, 3, None]})
    before, after = Exact.column("b", 5, 2), Exact.column("a", 7, 3)
    expected = [Fraction(7, 9) - Fraction(3, 10), Fraction(-5, 6), Fraction(-1, 7) + Fraction(3, 2)]
    assert values(difference(frame, Part(before, "q"), Part(after, "p"))) == expected
    expected = [Fraction(7, 9) - Fraction(3, 2), Fraction(-5, 2), Fraction(-1, 7) + Fraction(3, 2)]
    assert values(difference(frame, Part(before), Part(after, "p"))) == expected
    expected = [Fraction(7, 3) - Fraction(3, 10), Fraction(-5, 6), Fraction(-1) + Fraction(3, 2)]
    assert values(difference(frame, Part(before, "q"), Part(after))) == expected
