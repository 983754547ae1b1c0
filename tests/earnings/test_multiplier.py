"""multiplier: the line times a factor when a condition holds."""

from fractions import Fraction

import polars as pl

from attain.earnings.modifiers import multiplier
from tests.earnings.making import column, constant, lines, values
from tests.oracle import multiplier as oracle


def test_a_line_whose_condition_holds_is_multiplied() -> None:
    some, holds = [Fraction(100_000), Fraction(-7, 3), Fraction(5)], [True, True, False]
    made = multiplier.apply(lines(*some, holds=holds), pl.col("holds"), constant(Fraction(3, 2)))
    assert values(made) == [150_000, Fraction(-7, 2), 5]
    expected = [oracle.multiplied(v, holds=h, by=Fraction(3, 2)) for v, h in zip(some, holds, strict=True)]
    assert values(made) == expected


def test_the_factor_may_differ_from_line_to_line() -> None:
    made = lines(10, 10, Fraction(1, 3), holds=[True, True, True], by=[0, 125, -300])
    assert values(multiplier.apply(made, pl.col("holds"), column("by", [0, 125, -300], 100))) == [
        0,
        Fraction(25, 2),
        -1,
    ]
