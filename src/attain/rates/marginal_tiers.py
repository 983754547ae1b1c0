"""marginal_tiers: each slice of the measure at its own tier.

4 % to 150,000, then 6 %: a deal of 20,000 that starts at 145,000 pays 5,000 x 4 % + 15,000 x 6 % = 1,100.
Where the pay base is not what moves the measure, the credit earns base x the mean rate over its stretch;
a credit that does not move the measure earns the rate at its place.
Source: docs/behaviours/rates.md. Oracle: tests/oracle/marginal_tiers.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import polars as pl

from attain.documents import Quantity
from attain.money import Exact, largest
from attain.rates.model import Pay, RateModel, Tiers, TierTable
from attain.rates.table import Ground, Part, Rated, per_of
from attain.rates.tiers import ReadyTier, area, rate_at

STRETCH = "stretch"
CHANGE = "change"


class MarginalTiers(RateModel):
    """Tiers, each paying on the slice of the measure inside it.

    Attributes:
        tiers: where each starts and what it pays, or a table of tiers.
    """

    kind: Literal["marginal_tiers"]
    tiers: Tiers

    def pays(self) -> Iterator[Pay]:
        """Yield the pay of each tier."""
        if not isinstance(self.tiers, TierTable):
            yield from (tier.pay for tier in self.tiers)

    def bounds(self) -> Iterator[Quantity]:
        """Yield where each tier starts."""
        if not isinstance(self.tiers, TierTable):
            yield from (tier.from_ for tier in self.tiers)


def rate(model: MarginalTiers, tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit by the stretch of the measure it covers."""
    before, after = area(tiers, ground, "x0"), area(tiers, ground, "x1")
    if ground.incentive is not None:
        column, bound = ground.incentive
        incentive = Exact.column(column, bound)
        per = per_of(ground, "x1")
        return _state_or_line(tiers, Part(before.times_exact(incentive), per), Part(after.times_exact(incentive), per))
    if ground.base_is_step:
        unit = Fraction(1, ground.base_unit)
        return _state_or_line(tiers, Part(before.times(unit)), Part(after.times(unit)))
    return Rated(line=_mean_rate(model, tiers, ground))


def _state_or_line(tiers: Sequence[ReadyTier], before: Part, after: Part) -> Rated:
    if all(t.pay_is_constant and t.bound.column is None for t in tiers):
        return Rated(before=before, after=after)
    return Rated(line=Part(after.value.minus(before.value), after.per))


def _mean_rate(model: MarginalTiers, tiers: Sequence[ReadyTier], ground: Ground) -> Part:
    """Base x mean rate over the stretch: a plain rate where no bound lies inside it, a quotient where one does.

    The frame and the ground must be those of ``with_stretch``.
    """
    assert ground.change is not None, "rows that straddle a bound were measured"
    lower = pl.col("x0") <= pl.col("x1")
    resting = pl.col("x0") == pl.col("x1")
    at_rest = rate_at(tiers, ground, "x1", model.boundary)
    inside = rate_at(tiers, ground, "x0", "reached").where(lower, rate_at(tiers, ground, "x1", "reached"))
    plain = ground.base.times_exact(at_rest.where(resting, inside))
    quotient = ground.base.times_exact(ground.change)
    return Part(quotient.where(straddles(tiers, ground), plain), STRETCH)


def straddles(tiers: Sequence[ReadyTier], ground: Ground) -> pl.Expr:
    """Say whether a bound lies strictly inside the stretch from x0 to x1."""
    inside = pl.lit(value=False)
    for index, tier in enumerate(tiers):
        if index == 0 and tier.bound.is_zero:
            continue
        bound0, bound1 = tier.bound.at(ground, "x0"), tier.bound.at(ground, "x1")
        up = ~ground.x("x0").reaches(bound0) & ground.x("x1").reaches(bound1, strictly=True)
        down = ~ground.x("x1").reaches(bound1) & ground.x("x0").reaches(bound0, strictly=True)
        inside = inside | up | down
    return inside


def with_stretch(frame: pl.DataFrame, tiers: Sequence[ReadyTier], ground: Ground) -> tuple[pl.DataFrame, Ground]:
    """Add what a credit that straddles a bound is divided and multiplied by.

    A product of base and change is what limits the size of amounts here, so the changes are measured: the bound that
    could be proved of them is that of the whole measure.

    Returns:
        The frame with ``stretch``, the divisor of a straddling line (|x1 - x0|; 1 on every other row), and ``change``,
        what the tiers pay over it (0 on every other row); the ground with ``change``.
    """
    change = area(tiers, ground, "x1").minus(area(tiers, ground, "x0"))
    turned = change.where(pl.col("x0") <= pl.col("x1"), change.negated())
    step = (pl.col("x1") - pl.col("x0")).abs()
    frame = frame.with_columns(_straddles=straddles(tiers, ground))
    frame = frame.with_columns(
        pl.when("_straddles").then(step).otherwise(1).alias(STRETCH),
        pl.when("_straddles").then(turned.numerator).otherwise(0).alias(CHANGE),
    ).drop("_straddles")
    measured = Exact.column(CHANGE, largest(frame[CHANGE]), change.denominator)
    return frame, replace(ground, change=measured)
