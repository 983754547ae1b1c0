"""pool: a pot shared out to the last minor unit.

Properties:
1. The parts add up to the pot times the sum of the shares, rounded once, whatever the shares.
2. The parts are the oracle's, in whole cents and in whole units of money.
3. Nobody gets a unit more or less than their exact part.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.money import Rounding, round_fraction
from attain.rates.windowed.pool import parts_of_pot, shared_out
from tests.oracle import pool as oracle

CENTS = Rounding()
WEIGHTS = st.lists(st.integers(0, 1000).map(lambda n: Fraction(n, 7)), min_size=1, max_size=12)


def test_three_thirds_of_100() -> None:
    assert shared_out(Fraction(10_000), [Fraction(1, 3)] * 3, CENTS) == [3334, 3333, 3333]


def test_the_largest_remainder_goes_first_and_not_the_first_member() -> None:
    parts = parts_of_pot([Fraction(1), Fraction(2)], of_total=True)
    assert shared_out(Fraction(100), parts, CENTS) == [33, 67]


def test_shares_of_the_pot_leave_the_rest() -> None:
    parts = parts_of_pot([Fraction(1, 2), Fraction(1, 8), Fraction(1, 8)], of_total=False)
    assert shared_out(Fraction(10_000), parts, CENTS) == [5000, 1250, 1250]


def test_shares_that_are_all_nothing_get_nothing() -> None:
    assert parts_of_pot([Fraction(0), Fraction(0)], of_total=True) == [0, 0]


def test_whole_units_of_money() -> None:
    assert shared_out(Fraction(10_000), [Fraction(1, 3)] * 3, Rounding(unit=100)) == [3400, 3300, 3300]


@given(st.integers(0, 10**9), WEIGHTS, st.sampled_from([1, 100]))
def test_the_parts_are_the_pot(pot: int, weights: list[Fraction], unit: int) -> None:
    """Properties 1 to 3."""
    rounding = Rounding(unit=unit)
    parts = parts_of_pot(weights, of_total=True)
    found = shared_out(Fraction(pot), parts, rounding)
    assert sum(found) == round_fraction(pot * sum(parts), rounding)
    assert found == oracle.shared(Fraction(pot), weights, of_total=True, unit=Fraction(unit))
    assert all(abs(one - pot * part) < unit for one, part in zip(found, parts, strict=True))


@pytest.mark.parametrize("shares", [["50%", "50%"], ["12.5%", "0.1%", "33.333%"]])
def test_shares_of_the_pot_are_the_oracles(shares: list[str]) -> None:
    """Property 2."""
    written = [Fraction(share.rstrip("%")) / 100 for share in shares]
    found = shared_out(Fraction(99_999), parts_of_pot(written, of_total=False), CENTS)
    assert found == oracle.shared(Fraction(99_999), written, of_total=False, unit=Fraction(1))
