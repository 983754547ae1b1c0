"""Amounts as decimals: written, read back at another scale, and as the number a spreadsheet shows."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.money import decimal_text, rescaled, whole_units


@pytest.mark.parametrize(
    ("integer", "scale", "text"),
    [
        (123_456, 2, "1234.56"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (50, 2, "0.50"),
        (-100, 2, "-1.00"),
        (0, 2, "0.00"),
        (7, 0, "7"),
        (-7, 0, "-7"),
        (5, 3, "0.005"),
        (1000, 3, "1.000"),
    ],
)
def test_an_integer_at_a_scale_is_written(integer: int, scale: int, text: str) -> None:
    assert decimal_text(integer, scale) == text


@given(st.integers(-(10**20), 10**20), st.integers(0, 9))
def test_what_is_written_is_what_it_stands_for(integer: int, scale: int) -> None:
    assert Fraction(decimal_text(integer, scale)) == whole_units(integer, scale) == Fraction(integer, 10**scale)


@pytest.mark.parametrize(
    ("integer", "scale", "digits", "found"),
    [
        (15, 1, 2, 150),
        (15, 1, 1, 15),
        (150, 2, 1, 15),
        (155, 2, 1, None),
        (-155, 2, 1, None),
        (-150, 2, 0, None),
        (-200, 2, 0, -2),
        (3, 0, 3, 3000),
    ],
)
def test_nothing_is_lost_at_another_scale(integer: int, scale: int, digits: int, found: int | None) -> None:
    assert rescaled(integer, scale, digits) == found
