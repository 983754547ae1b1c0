"""gate: the line when a condition holds, else a share of it."""

from fractions import Fraction

import polars as pl
import pytest

from attain.earnings.modifiers import gate
from tests.earnings.making import lines, values
from tests.oracle import gate as oracle


@pytest.mark.parametrize("otherwise", [Fraction(0), Fraction(1, 2), Fraction(1, 3)])
def test_a_line_whose_condition_does_not_hold_is_scaled(otherwise: Fraction) -> None:
    some = [Fraction(3_500_000), Fraction(-7, 3), Fraction(-7, 3), Fraction(11, 2)]
    holds = [False, True, False, True]
    made = gate.apply(lines(*some, holds=holds), pl.col("holds"), otherwise)
    assert values(made) == [oracle.opened(v, holds=h, otherwise=otherwise) for v, h in zip(some, holds, strict=True)]


def test_below_the_gate_half_is_paid() -> None:
    made = gate.apply(lines(3_500_000, 3_500_000, holds=[False, True]), pl.col("holds"), Fraction(1, 2))
    assert values(made) == [1_750_000, 3_500_000]
