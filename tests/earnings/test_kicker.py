"""kicker: an extra rate on the base, or an amount per credit with the sign of the base."""

from fractions import Fraction

import polars as pl
import pytest

from attain.earnings.modifiers import kicker
from tests.earnings.making import column, constant, lines, values
from tests.oracle import kicker as oracle

BASES = [1_000_000, -1_000_000, 0, 7]


@pytest.mark.parametrize(
    ("add", "is_percent", "extra"),
    [
        (Fraction(2, 100), True, [20_000, -20_000, 0, Fraction(14, 100)]),
        (Fraction(50_000), False, [50_000, -50_000, 50_000, 50_000]),
        (Fraction(-5), False, [-5, 5, -5, -5]),
    ],
)
def test_the_extra(add: Fraction, extra: list[Fraction], *, is_percent: bool) -> None:
    some, holds = [Fraction(80_000), Fraction(-80_000), Fraction(1, 3), Fraction(9)], [True, True, True, False]
    made = lines(*some, base=BASES, holds=holds)
    found = kicker.apply(
        made, pl.col("holds"), kicker.extra_of(constant(add), column("base", BASES), is_percent=is_percent)
    )
    assert values(found) == [*(v + e for v, e in zip(some[:3], extra[:3], strict=True)), 9]
    for value, base, result in zip(some[:3], BASES[:3], values(found)[:3], strict=True):
        assert result == oracle.kicked(value, base=Fraction(base), add=add, is_percent=is_percent)


def test_a_base_kept_finer_than_a_cent() -> None:
    extra = kicker.extra_of(constant(Fraction(1, 2)), column("base", [25], 10), is_percent=True)
    assert values(kicker.apply(lines(0, base=[25]), pl.lit(value=True), extra)) == [Fraction(5, 4)]


def test_an_extra_of_its_own_on_every_line() -> None:
    extra = kicker.extra_of(column("add", [3, 4]), column("base", [1, -1]), is_percent=False)
    assert values(kicker.apply(lines(1, 1, base=[1, -1], add=[3, 4]), pl.lit(value=True), extra)) == [4, -3]
