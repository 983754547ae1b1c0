"""Whole numbers whose size is proven: a constant or a Polars expression, with a bound that no row exceeds.

Every operation multiplies or adds the bounds as it does the numbers. Below 2**62 the expression is Int64, from there
on Int128, and from 2**126 on it is refused: nothing wraps.

>>> price = Whole.column("price", 50_000)
>>> (price * Whole.of(3)).bound
150000
"""

from dataclasses import dataclass

import polars as pl

INT64_BELOW = 2**62
INT128_BELOW = 2**126


class OutOfBoundsError(ArithmeticError):
    """An integer could reach 2**126; inside this room only, it becomes a diagnostic."""


@dataclass(frozen=True, eq=False)
class Whole:
    """A whole number per row.

    Attributes:
        value: a constant, or an expression: Int64 if ``bound`` is below 2**62, else Int128.
        bound: no absolute value is larger.
        weight: how many columns the expression reads, counted as often as it reads them.
    """

    value: int | pl.Expr
    bound: int
    weight: int = 0

    def __post_init__(self) -> None:
        if self.bound >= INT128_BELOW:
            raise OutOfBoundsError(f"up to {self.bound}")

    @classmethod
    def of(cls, constant: int) -> "Whole":
        """Make a constant."""
        return cls(constant, abs(constant))

    @classmethod
    def column(cls, name: str, bound: int) -> "Whole":
        """Read a column of integers, none beyond the bound."""
        return cls.expression(pl.col(name), bound, 1)

    @classmethod
    def expression(cls, value: pl.Expr, bound: int, weight: int) -> "Whole":
        """Take an expression of any integer dtype in the dtype that its bound asks for.

        The cast is strict: a value beyond the promised bound stops the calculation instead of wrapping.
        """
        return cls(value.cast(_dtype(bound)), bound, weight)

    @property
    def expr(self) -> pl.Expr:
        """The number as an expression; a constant is a literal of one row."""
        return pl.lit(self.value, dtype=_dtype(self.bound)) if isinstance(self.value, int) else self.value

    @property
    def is_one(self) -> bool:
        """Whether it is the constant 1."""
        return isinstance(self.value, int) and self.value == 1

    def as_dtype(self, dtype: pl.DataType) -> pl.Expr:
        """The number as an expression of a given integer dtype."""
        if isinstance(self.value, int):
            return pl.lit(self.value, dtype=dtype)
        return self.value if dtype == _dtype(self.bound) else self.value.cast(dtype)

    def __mul__(self, other: "Whole") -> "Whole":
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.of(self.value * other.value)
        if other.is_one:
            return self
        if self.is_one:
            return other
        bound = self.bound * other.bound
        left, right = _together(self, other, bound)
        # A factor that is always zero makes the bound smaller than the other factor's, and the dtype with it.
        return Whole.expression(left * right, bound, self.weight + other.weight)

    def __add__(self, other: "Whole") -> "Whole":
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.of(self.value + other.value)
        bound = self.bound + other.bound
        left, right = _together(self, other, bound)
        return Whole(left + right, bound, self.weight + other.weight)

    def __neg__(self) -> "Whole":
        if isinstance(self.value, int):
            return Whole.of(-self.value)
        # Polars has no negation of Int128, but it subtracts.
        return Whole(pl.lit(0, dtype=_dtype(self.bound)) - self.value, self.bound, self.weight)

    def __sub__(self, other: "Whole") -> "Whole":
        return self + -other

    def __abs__(self) -> "Whole":
        size = abs(self.value) if isinstance(self.value, int) else self.value.abs()
        return Whole(size, self.bound, self.weight)

    def __floordiv__(self, other: "Whole") -> "Whole":
        """Divide and round towards minus infinity; a zero divisor gives null."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.of(self.value // other.value)
        left, right = _together(self, other, max(self.bound, other.bound))
        least = abs(other.value) if isinstance(other.value, int) else 1
        bound = self.bound // least + 1
        return Whole.expression(left // right, bound, self.weight + other.weight)

    def remainder(self, other: "Whole") -> "Whole":
        """The rest of a division of two numbers that are not negative; a zero divisor gives null."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.of(self.value % other.value)
        left, right = _together(self, other, max(self.bound, other.bound))
        return Whole.expression(left % right, min(self.bound, other.bound), self.weight + other.weight)

    def sign(self) -> "Whole":
        """-1, 0 or 1."""
        if isinstance(self.value, int):
            return Whole.of((self.value > 0) - (self.value < 0))
        return Whole.expression(self.value.sign(), 1, self.weight)

    def comparable(self, other: "Whole") -> tuple[pl.Expr, pl.Expr]:
        """Both numbers as expressions of one dtype."""
        return _together(self, other, max(self.bound, other.bound))


def _dtype(bound: int) -> pl.DataType:
    return pl.Int64() if bound < INT64_BELOW else pl.Int128()


def _together(left: Whole, right: Whole, bound: int) -> tuple[pl.Expr, pl.Expr]:
    """Both numbers in a dtype that holds them and a result of the given bound."""
    if bound >= INT128_BELOW:
        raise OutOfBoundsError(f"up to {bound}")
    dtype = _dtype(max(bound, left.bound, right.bound))
    return left.as_dtype(dtype), right.as_dtype(dtype)
