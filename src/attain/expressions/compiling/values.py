"""What a piece of an expression is worth in every row: an exact fraction, or a text, date or truth.

>>> Rational.of("percent", Fraction(2, 25)).constant
Fraction(2, 25)
"""

import math
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import polars as pl

from attain.expressions.compiling.units import ValueKind
from attain.expressions.compiling.whole import Whole


@dataclass(frozen=True, eq=False)
class Rational:
    """An exact number per row: numerator / denominator.

    The denominator is positive in every row in which the numerator is not null; the value is null where the
    numerator is.
    """

    kind: ValueKind
    numerator: Whole
    denominator: Whole

    @classmethod
    def of(cls, kind: ValueKind, constant: Fraction) -> "Rational":
        """Make a constant."""
        return cls(kind, Whole.of(constant.numerator), Whole.of(constant.denominator))

    @property
    def constant(self) -> Fraction | None:
        """The value, if it is the same in every row."""
        numerator, denominator = self.numerator.value, self.denominator.value
        if isinstance(numerator, int) and isinstance(denominator, int):
            return Fraction(numerator, denominator)
        return None

    @property
    def scale(self) -> int | None:
        """The denominator, if it is the same in every row."""
        return self.denominator.value if isinstance(self.denominator.value, int) else None

    @property
    def weight(self) -> int:
        """How many columns its expressions read."""
        return self.numerator.weight + self.denominator.weight

    def as_kind(self, kind: ValueKind) -> "Rational":
        """The same number with another unit."""
        return replace(self, kind=kind)


@dataclass(frozen=True, eq=False)
class Plain:
    """A text, payee, date or truth per row; ``constant`` is set when it was written as a literal."""

    kind: ValueKind
    expr: pl.Expr
    weight: int = 0
    constant: str | date | bool | None = None


@dataclass(frozen=True, eq=False)
class Shift:
    """A number of days or months, to be added to a date."""

    number: int
    unit: str
    kind: ValueKind = "span"
    weight: int = 0


@dataclass(frozen=True, eq=False)
class Null:
    """The literal null, which takes any kind."""

    kind: ValueKind = "null"
    weight: int = 0


Value = Rational | Plain | Shift | Null
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def over_one_denominator(left: Rational, right: Rational) -> tuple[Whole, Whole, Whole]:
    """Bring two numbers over one denominator; give both numerators and that denominator."""
    if left.scale is not None and right.scale is not None:
        scale = math.lcm(left.scale, right.scale)
        return (
            left.numerator * Whole.of(scale // left.scale),
            right.numerator * Whole.of(scale // right.scale),
            Whole.of(scale),
        )
    return (
        left.numerator * right.denominator,
        right.numerator * left.denominator,
        left.denominator * right.denominator,
    )


def total(left: Rational, right: Rational, kind: ValueKind) -> Rational:
    """Add two numbers."""
    first, second, denominator = over_one_denominator(left, right)
    return _reduced(Rational(kind, first + second, denominator))


def multiplied(left: Rational, right: Rational, kind: ValueKind) -> Rational:
    """Multiply two numbers; a constant factor is reduced against the other's denominator."""
    if right.constant is not None:
        left, right = right, left
    if left.constant is None or right.scale is None:
        return Rational(kind, left.numerator * right.numerator, left.denominator * right.denominator)
    factor = left.constant / right.scale
    return _reduced(Rational(kind, right.numerator * Whole.of(factor.numerator), Whole.of(factor.denominator)))


def divided(left: Rational, right: Rational, kind: ValueKind) -> Rational:
    """Divide by a number that is not constant; null where it is zero."""
    divisor = right.numerator
    numerator = left.numerator * right.denominator * divisor.sign()
    # The sign changes no size, so the bound stays the product of the two.
    guarded = pl.when(divisor.expr != 0).then(numerator.expr)
    return Rational(
        kind, Whole(guarded, numerator.bound, numerator.weight + divisor.weight), left.denominator * abs(divisor)
    )


def _reduced(number: Rational) -> Rational:
    """Write a constant in lowest terms."""
    return number if number.constant is None else Rational.of(number.kind, number.constant)


def is_less(left: Rational, right: Rational) -> pl.Expr:
    """Say in which rows left < right: cross-multiplied, never divided."""
    first, second = _comparable(left, right)
    return compared("<", first, second, is_literal_left=not left.weight)


def is_equal(left: Rational, right: Rational) -> pl.Expr:
    """Say in which rows left = right: cross-multiplied, never divided."""
    first, second = _comparable(left, right)
    return compared("=", first, second, is_literal_left=not left.weight)


def _comparable(left: Rational, right: Rational) -> tuple[pl.Expr, pl.Expr]:
    first, second, _ = over_one_denominator(left, right)
    return first.comparable(second)


def compared(sign: str, left: pl.Expr, right: pl.Expr, *, is_literal_left: bool) -> pl.Expr:
    """Compare two expressions.

    Polars 2.1 gives one row for ``literal == column`` if the column holds one value throughout; the other way round
    it is right, so a literal never stands on the left.
    """
    if is_literal_left:
        left, right, sign = right, left, _MIRRORED.get(sign, sign)
    signs = {"=": left == right, "<>": left != right, "<": left < right, ">": left > right}
    return (signs | {"<=": left <= right, ">=": left >= right})[sign]
