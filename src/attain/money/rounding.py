"""Rounding, once, to a multiple of the minor unit; half away from zero unless the plan says otherwise.

Polars rounds half to even and Python too, so neither is used: 1.5 -> 2, 2.5 -> 3, -2.5 -> -3.
Oracle: ``tests/oracle/rounding.py``.

>>> round_fraction(Fraction(5, 2)), round_fraction(Fraction(-5, 2))
(3, -3)
>>> round_fraction(Fraction(5, 2), Rounding(mode="half_even"))
2
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from attain.money.exact import Exact, integer_type, largest

Mode = Literal["half_away", "half_even", "up", "down"]


@dataclass(frozen=True)
class Rounding:
    """How amounts are rounded.

    Attributes:
        unit: the multiple to round to, in minor units (1 = a cent).
        mode: ``half_away`` from zero, ``half_even``, ``up`` (away from zero), ``down`` (towards zero).
        per_line: each line alone, instead of as the difference of rounded running totals.
    """

    unit: int = 1
    mode: Mode = "half_away"
    per_line: bool = False


PLAIN = Rounding()


def rounded(
    numerator: pl.Expr,
    denominator: int | pl.Expr,
    bound: int,
    denominator_bound: int | None = None,
    *,
    rounding: Rounding = PLAIN,
) -> pl.Expr:
    """Round ``numerator / denominator`` to whole minor units.

    Args:
        numerator: integers, at most ``bound`` in absolute value.
        denominator: a positive integer, or an expression of positive integers.
        bound: the largest |numerator|.
        denominator_bound: the largest denominator when it is an expression.
        rounding: unit and mode.

    Returns:
        Int64 minor units; null where the numerator is null.

    Raises:
        TooLarge: the arithmetic might not fit 126 bits.
    """
    if isinstance(denominator, int):
        if denominator * rounding.unit == 1:
            return numerator.cast(pl.Int64)
        most = denominator * rounding.unit
        divisor: pl.Expr = pl.lit(most, dtype=integer_type(most))
    else:
        assert denominator_bound is not None
        most = denominator_bound * rounding.unit
        divisor = denominator.cast(integer_type(most * 2)) * rounding.unit
    width = integer_type(2 * bound + 2 * most)
    n = numerator.cast(width)
    size, divisor = n.abs(), divisor.cast(width)
    units = _whole_units(size, divisor, rounding.mode) * n.sign() * rounding.unit
    return units.cast(pl.Int64)


def at_scale(column: pl.Series, scale: int, digits: int) -> pl.Expr:
    """Bring a column of integers from one decimal scale to another, rounded once, half away from zero.

    Args:
        column: integers at ``scale``; the expression reads the column of its name.
        scale: how many of its digits are decimals.
        digits: how many the result has.

    >>> prices = pl.DataFrame({"price": [12345, -12345, None]})
    >>> prices.select(at_scale(prices["price"], 3, 2)).to_series().to_list()
    [1235, -1235, None]
    """
    exact = Exact.column(column.name, largest(column)).times(Fraction(10**digits, 10**scale))
    return rounded(exact.numerator, exact.denominator, exact.bound)


def _whole_units(size: pl.Expr, divisor: pl.Expr, mode: Mode) -> pl.Expr:
    if mode == "half_away":
        return (size * 2 + divisor) // (divisor * 2)
    if mode == "up":
        return (size + divisor - 1) // divisor
    whole = size // divisor
    if mode == "down":
        return whole
    rest = (size - whole * divisor) * 2
    goes_up = (rest > divisor) | ((rest == divisor) & (whole % 2 == 1))
    return whole + goes_up.cast(pl.Int64)


def round_fraction(value: Fraction, rounding: Rounding = PLAIN) -> int:
    """Round one fraction to whole minor units, by the same rules as ``rounded``."""
    scaled = abs(value) / rounding.unit
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    goes_up = {
        "half_away": twice >= scaled.denominator,
        "half_even": twice > scaled.denominator or (twice == scaled.denominator and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[rounding.mode]
    units = (whole + goes_up) * rounding.unit
    return units if value >= 0 else -units
