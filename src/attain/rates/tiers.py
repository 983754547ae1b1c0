"""Tiers ready to be read by a kind: bounds as exact values, pays as exact values.

The rate on a row is the pay of the last tier whose bound it has reached. Bounds in percent are compared
as x >= p x target, in integers, never by dividing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from attain.money import Exact
from attain.rates.table import Ground


@dataclass(frozen=True)
class Bound:
    """Where a tier starts: a fraction (amount or share), or a column of such fractions in natural units."""

    value: Fraction | None = None
    column: Exact | None = None
    is_share: bool = False

    def at(self, ground: Ground, side: str) -> Exact:
        """Return the bound in the measure's integers for the side of the walk."""
        if self.column is not None and self.is_share:
            assert ground.of_bound is not None
            return Exact.column(f"{side}_of", ground.of_bound).times_exact(self.column)
        if self.column is not None:
            return self.column.times(Fraction(ground.measure_unit))
        assert self.value is not None
        return ground.threshold(self.value, side)

    @property
    def is_zero(self) -> bool:
        """Whether the tier starts at zero on every row, and therefore also covers what is below."""
        return self.column is None and self.value == 0

    @property
    def starts_at_zero(self) -> pl.Expr:
        """Whether it starts at zero, row by row."""
        assert self.column is not None
        return self.column.numerator == 0


@dataclass(frozen=True)
class ReadyTier:
    """A tier with its pay as an exact value per row; ``constant`` is set when it is the same on every row."""

    bound: Bound
    pay: Exact
    constant: Fraction | None = None

    @property
    def pay_is_constant(self) -> bool:
        """Whether the pay is the same on every row."""
        return self.constant is not None


def reached(tier: ReadyTier, ground: Ground, side: str, boundary: str, *, first: bool) -> pl.Expr:
    """Say whether the measure has reached a tier on this side; a first tier from 0 is always reached."""
    if first and tier.bound.is_zero:
        return pl.col(side).is_not_null()
    is_reached = ground.x(side).reaches(tier.bound.at(ground, side), strictly=boundary == "above")
    if not first or tier.bound.column is None:
        return is_reached
    return is_reached | (tier.bound.starts_at_zero & pl.col(side).is_not_null())


def rate_at(tiers: Sequence[ReadyTier], ground: Ground, side: str, boundary: str) -> Exact:
    """Return the rate that applies at one side of the walk, 0 below the first bound."""
    return chosen(
        [t.pay for t in tiers], [reached(t, ground, side, boundary, first=i == 0) for i, t in enumerate(tiers)]
    )


def chosen(values: Sequence[Exact], conditions: Sequence[pl.Expr]) -> Exact:
    """Return the value of the last condition that holds, 0 where none does."""
    den = lcm(*(v.denominator for v in values))
    result = Exact.constant(Fraction(0)).over(den)
    for value, condition in zip(values, conditions, strict=True):
        result = value.over(den).where(condition, result)
    return result


def area(tiers: Sequence[ReadyTier], ground: Ground, side: str) -> Exact:
    """Return the integral of the rate from 0 to the measure: sum of slope changes x length beyond each bound."""
    total = Exact.constant(Fraction(0))
    previous = Exact.constant(Fraction(0))
    for index, tier in enumerate(tiers):
        length = ground.x(side)
        if not (index == 0 and tier.bound.is_zero):
            beyond = length.minus(tier.bound.at(ground, side)).at_least_zero()
            is_open = index == 0 and tier.bound.column is not None
            length = length.where(tier.bound.starts_at_zero, beyond) if is_open else beyond
        change = tier.pay.minus(previous) if index else tier.pay
        total = total.plus(_product(length, change, tier, tiers[index - 1] if index else None))
        previous = tier.pay
    return total


def _product(length: Exact, change: Exact, tier: ReadyTier, before: ReadyTier | None) -> Exact:
    previous = before.constant if before else Fraction(0)
    if tier.constant is not None and previous is not None:
        return length.times(tier.constant - previous)
    return length.times_exact(change)
