"""What rates read and write: the walk of a measure in, exact line values out.

A rate reads a frame in credit order with, per row (one credit of one payee in one accumulator):

- ``accumulator``: UInt32, the (measure, owner, window) the credit moves,
- ``x0`` and ``x1``: the measure before and after, integers in the measure's own unit and scale,
- ``x0_of`` and ``x1_of``: what a percent is a percent of (the target, or a ratio's denominator); absent
  when bounds are amounts,
- ``base``: what the credit is worth to the payee in the unit of pay, ``units``: what it counts for.

It returns a ``Rated``: the value of each line, exact, not yet rounded.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from attain.money import Exact

if TYPE_CHECKING:
    from attain.rates.grids.axes import Axis


@dataclass(frozen=True)
class Part:
    """An exact value per row: ``value / per``; ``per`` names a column of positive integers, or None for 1."""

    value: Exact
    per: str | None = None


@dataclass(frozen=True)
class Rated:
    """The lines of a component before modifiers, in one of three forms.

    Attributes:
        line: each line's own value.
        before, after: the integral of the rate on both sides of the credit; the line is their difference.
        state: what the accumulator is worth in all after the credit; the line is what it is worth more than after the
            credit before it (0 before the first), so lines always add up to the state.
    """

    line: Part | None = None
    before: Part | None = None
    after: Part | None = None
    state: Part | None = None


@dataclass(frozen=True)
class Ground:
    """What a rate stands on: bounds of the columns it reads, and the unit of the measure.

    Attributes:
        x_bound: the largest |x0| or |x1|.
        of_bound: the largest ``x0_of`` or ``x1_of``; None when bounds are amounts.
        measure_unit: stored integers per natural unit of the measure (100 for cents, 1 for deals).
        base_bound: the largest |base|.
        base_unit: stored integers of ``base`` per minor unit of money, or per counted thing.
        units_bound: the largest |units|.
        units_unit: stored integers per natural unit of ``units``.
        pay_unit: minor units per natural unit of the pay currency.
        row_count: how many rows are rated, for the bounds of running totals.
        base_is_step: base equals x1 - x0 on every row.
        of_varies: ``x0_of`` differs within an accumulator (a ratio).
        incentive: the column with the target incentive (minor units) and its bound, for ``of: TARGET``.
        axes: the measures of a matrix, in the order of its dimensions.
        cell: what the cells of a matrix pay on each row.
        change: what marginal tiers pay over the stretch of a credit that straddles a bound.
    """

    x_bound: int
    of_bound: int | None
    measure_unit: int
    base_bound: int
    base_unit: int
    units_bound: int
    units_unit: int
    pay_unit: int
    row_count: int
    base_is_step: bool
    of_varies: bool = False
    incentive: tuple[str, int] | None = None
    axes: "tuple[Axis, ...]" = ()
    cell: Exact | None = None
    change: Exact | None = None

    def x(self, side: str) -> Exact:
        """Return the measure before (``x0``) or after (``x1``) the credit."""
        return Exact.column(side, self.x_bound)

    def threshold(self, bound: Fraction, side: str) -> Exact:
        """Return a bound in the measure's integers: an amount, or a share of what the percent is of."""
        if self.of_bound is None:
            return Exact.constant(bound * self.measure_unit)
        return Exact.column(f"{side}_of", self.of_bound).times(bound)

    @property
    def base(self) -> Exact:
        """What the credit is worth for pay."""
        return Exact.column("base", self.base_bound, self.base_unit)

    @property
    def pay_base(self) -> Part:
        """What a rate multiplies: the base, or the share of the target incentive that the credit attains."""
        if self.incentive is None:
            return Part(self.base)
        step = self.x("x1").minus(self.x("x0"))
        return Part(step.times_exact(Exact.column(*self.incentive)), per_of(self, "x1"))

    @property
    def units(self) -> Exact:
        """What the credit counts for, in natural units."""
        return Exact.column("units", self.units_bound, self.units_unit)


def per_of(ground: Ground, side: str) -> str | None:
    """Name the column a percent of this side is a percent of."""
    return None if ground.of_bound is None else f"{side}_of"
