"""Lines against fractions, for chains of operations and sums of groups.

Properties:
1. Every chain of operations gives what fractions give, and what lines promise of themselves holds after each.
2. Rounding does not see whether the fractions of a group had a common denominator.
"""

from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings import Lines, round_lines
from attain.money import Rounding, round_fraction
from tests.earnings.making import column, constant, lines, values

PRIMES = (2**61 - 1, 2**31 - 1, 2**89 - 1)
fractions = st.fractions(-50, 50, max_denominator=30)
steps = st.one_of(
    st.tuples(st.sampled_from(["times", "plus", "where"]), fractions),
    st.tuples(st.sampled_from(["negated", "over", "times_column", "plus_column"]), st.just(Fraction(2))),
)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(fractions, st.integers(-4, 4)), min_size=2, max_size=8), st.lists(steps, min_size=1, max_size=5)
)
def test_a_chain_of_operations_is_exact(rows: list[tuple[Fraction, int]], chain: list[tuple[str, Fraction]]) -> None:
    """Property 1."""
    numbers = [number for _, number in rows]
    made, expected = lines(*(value for value, _ in rows), k=numbers), [value for value, _ in rows]
    for word, operand in chain:
        made, expected = _applied(word, operand, made, (expected, numbers))
        assert values(made) == expected


def _applied(
    word: str, operand: Fraction, made: Lines, rows: tuple[list[Fraction], list[int]]
) -> tuple[Lines, list[Fraction]]:
    paired = list(zip(*rows, strict=True))
    match word:
        case "times":
            return made.times(constant(operand)), [v * operand for v, _ in paired]
        case "plus":
            return made.plus(constant(operand)), [v + operand for v, _ in paired]
        case "where":
            other = made.times(constant(operand))
            return made.where(pl.col("k") > 0, other), [v if k > 0 else v * operand for v, k in paired]
        case "over":
            return made.over(made.den * 6), rows[0]
        case "times_column":
            return made.times(column("k", rows[1], 3)), [v * k / 3 for v, k in paired]
        case "plus_column":
            return made.plus(column("k", rows[1], 3)), [v + Fraction(k, 3) for v, k in paired]
        case _:
            return made.negated(), [-v for v, _ in paired]


# Denominators that fit together, and primes that do not; sums that come back to a half of a cent.
parts = st.one_of(
    st.fractions(-3, 3, max_denominator=12),
    st.builds(Fraction, st.integers(-3, 3), st.sampled_from(PRIMES)),
    st.integers(-4, 4).map(lambda n: Fraction(n, 2)),
)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 2), parts), min_size=1, max_size=12),
    st.sampled_from([Rounding(), Rounding(5), Rounding(2, "half_even"), Rounding(1, "up"), Rounding(1, "down")]),
)
def test_rounded_sums_are_those_of_fractions(rows: list[tuple[int, Fraction]], rounding: Rounding) -> None:
    """Property 2."""
    made = lines(*(value for _, value in rows), w=[window for window, _ in rows])
    found = round_lines(made, "w", rounding)["amount"].to_list()
    sums = {window: Fraction(0) for window, _ in rows}
    for amount, (window, value) in zip(found, rows, strict=True):
        before, sums[window] = sums[window], sums[window] + value
        assert amount == round_fraction(sums[window], rounding) - round_fraction(before, rounding)
