"""Exact rationals over columns: an integer expression over a static denominator, with a proven bound.

Every operation carries the largest absolute value its numerator can take, so the width is
chosen before anything runs: Int64 where the bound proves that it fits, Int128 where it does
not, refusal beyond. Nothing ever wraps. 8 % of 12.50: 1250 minor units x 2/25 = 2500/25 = 100.

>>> import polars as pl
>>> price = Exact.column("price", bound=1250)
>>> eight = price.times(Fraction("0.08"))
>>> pl.DataFrame({"price": [1250]}).select(eight.numerator // eight.denominator).item()
100
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Self

import polars as pl

_SAFE_64 = 2**62
_SAFE_128 = 2**126


class TooLarge(ArithmeticError):
    """A value could exceed 126 bits; the run is refused."""


def integer_type(bound: int) -> type[pl.Int64] | type[pl.Int128]:
    """Return the integer type that holds ``bound`` with room for doubling.

    Raises:
        TooLarge: no type does.
    """
    if bound < _SAFE_64:
        return pl.Int64
    if bound < _SAFE_128:
        return pl.Int128
    raise TooLarge(f"a value could reach {bound:.3e}")


def proved_64(bound: int, what: str) -> int:
    """Return a bound that 64 bits hold with room to spare.

    Raises:
        TooLarge: they do not; ``what`` says of what.
    """
    if bound >= _SAFE_64:
        raise TooLarge(f"{what} could reach {bound:.3e} stored units")
    return bound


def largest(column: pl.Series) -> int:
    """Return the largest absolute value of an integer column, 0 when it has none."""
    low, high = column.min(), column.max()
    if low is None or high is None:
        return 0
    assert isinstance(low, int)
    assert isinstance(high, int)
    return max(abs(low), abs(high))


def proved_sum(summed: pl.Series, what: str) -> int:
    """Return a bound of every sum of some of these amounts, that 64 bits hold a hundred times over.

    Sums of Int64 wrap in silence; the room is for the sums of such sums: components, plans and draws.

    >>> proved_sum(pl.Series([5, -7]), "a bonus")
    12

    Raises:
        TooLarge: they do not; ``what`` says of what.
    """
    bound = int(summed.cast(pl.Int128).abs().sum() or 0)
    if bound >= _SAFE_64 // 100:
        raise TooLarge(f"{what} could reach {bound:.3e} minor units")
    return bound


@dataclass(frozen=True)
class Exact:
    """A rational per row: ``numerator / denominator``; ``bound`` is the largest |numerator|."""

    numerator: pl.Expr
    denominator: int
    bound: int

    @classmethod
    def column(cls, name: str, bound: int, denominator: int = 1) -> Self:
        """Read an integer column whose absolute values are at most ``bound``."""
        return cls(pl.col(name), denominator, bound)

    @classmethod
    def constant(cls, value: Fraction) -> Self:
        """Make a constant."""
        return cls(_literal(value.numerator), value.denominator, abs(value.numerator))

    def times(self, factor: Fraction) -> "Exact":
        """Multiply by a constant."""
        bound = self.bound * abs(factor.numerator)
        numerator = self.numerator
        if factor.numerator != 1:
            numerator = _as(numerator, bound) * _literal(factor.numerator)
        return Exact(numerator, self.denominator * factor.denominator, bound)

    def negated(self) -> "Exact":
        """Turn the sign."""
        return self.times(Fraction(-1))

    def times_exact(self, other: "Exact") -> "Exact":
        """Multiply two rationals row by row."""
        bound = self.bound * other.bound
        numerator = _as(self.numerator, bound) * _as(other.numerator, bound)
        return Exact(numerator, self.denominator * other.denominator, bound)

    def over(self, denominator: int) -> "Exact":
        """Write the same value over a multiple of its denominator."""
        factor, rest = divmod(denominator, self.denominator)
        if rest:
            raise ValueError(f"{denominator} is not a multiple of {self.denominator}")
        bound = self.bound * factor
        numerator = self.numerator if factor == 1 else _as(self.numerator, bound) * _literal(factor)
        return Exact(numerator, denominator, bound)

    def plus(self, other: "Exact") -> "Exact":
        """Add row by row."""
        return self._joined(other, sign=1)

    def minus(self, other: "Exact") -> "Exact":
        """Subtract row by row."""
        return self._joined(other, sign=-1)

    def _joined(self, other: "Exact", sign: int) -> "Exact":
        den = lcm(self.denominator, other.denominator)
        left, right = self.over(den), other.over(den)
        bound = left.bound + right.bound
        a, b = _as(left.numerator, bound), _as(right.numerator, bound)
        return Exact(a + b if sign > 0 else a - b, den, bound)

    def at_least_zero(self) -> "Exact":
        """Replace negative values by zero."""
        return Exact(pl.max_horizontal(self.numerator, pl.lit(0)), self.denominator, self.bound)

    def where(self, condition: pl.Expr, otherwise: "Exact") -> "Exact":
        """Take this value where the condition holds, else the other."""
        den = lcm(self.denominator, otherwise.denominator)
        left, right = self.over(den), otherwise.over(den)
        bound = max(left.bound, right.bound)
        chosen = pl.when(condition).then(_as(left.numerator, bound)).otherwise(_as(right.numerator, bound))
        return Exact(chosen, den, bound)

    def summed(self, row_count: int) -> int:
        """Return the bound of a sum over ``row_count`` rows.

        Raises:
            TooLarge: such a sum might not fit.
        """
        bound = self.bound * max(row_count, 1)
        integer_type(bound)
        return bound

    def reaches(self, other: "Exact", *, strictly: bool = False) -> pl.Expr:
        """Compare by cross-multiplication: self >= other, or > when ``strictly``."""
        den = lcm(self.denominator, other.denominator)
        left, right = self.over(den), other.over(den)
        bound = max(left.bound, right.bound)
        a, b = _as(left.numerator, bound), _as(right.numerator, bound)
        return a > b if strictly else a >= b


def _as(expression: pl.Expr, bound: int) -> pl.Expr:
    return expression.cast(integer_type(bound)) if integer_type(bound) == pl.Int128 else expression


def _literal(value: int) -> pl.Expr:
    return pl.lit(value, dtype=integer_type(abs(value)))
