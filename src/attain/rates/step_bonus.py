"""step_bonus: the highest step reached, once per window; or the same amount at every multiple.

500 at 100 %, 1,200 at 120 %: reaching 125 % pays 1,200 in all; falling back to 110 % takes 700 back.
``every: 10, pay: 100, above: 50`` pays 100 at 60, 70, 80, ...
Source: docs/behaviours/rates.md. Oracle: tests/oracle/step_bonus.py.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from attain.documents import Model, PositiveQuantity, Quantity, refused
from attain.money import Exact
from attain.rates.model import Pay, RateModel
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import ReadyTier, chosen, reached


class Step(Model):
    """A step: where it stands and what reaching it is worth in all.

    Attributes:
        at: the measure at which it is reached.
        pay: what it is worth in all.
    """

    at: Quantity
    pay: Pay


class StepBonus(RateModel):
    """Amounts for reaching levels of the measure.

    Attributes:
        steps: levels and what each is worth in all.
        every: the distance of equal steps.
        pay: the amount at each multiple of it.
        above: where the multiples begin.
    """

    kind: Literal["step_bonus"]
    steps: tuple[Step, ...] = Field(default=())
    every: PositiveQuantity | None = None
    pay: Pay | None = None
    above: Quantity | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.steps) == (self.every is not None):
            found = "both 'steps' and 'every'" if self.steps else "neither 'steps' nor 'every'"
            raise refused(found, "write either a list of 'steps', or 'every' with 'pay'")
        if self.every is not None and self.pay is None:
            raise refused("'every' stands without 'pay'", "add 'pay', the amount at each multiple")
        return self

    def pays(self) -> Iterator[Pay]:
        """Yield the pay of each step, or the one of ``every``."""
        if self.pay is not None:
            yield self.pay
        yield from (step.pay for step in self.steps)

    def bounds(self) -> Iterator[Quantity]:
        """Yield where each step stands; none for ``every``."""
        yield from (step.at for step in self.steps)


def rate(model: StepBonus, tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit by the highest step reached after it; before the first credit nothing is paid."""
    return Rated(state=Part(payout(model, tiers, ground, "x1")))


def payout(model: StepBonus, tiers: Sequence[ReadyTier], ground: Ground, side: str) -> Exact:
    """Return what the measure at one side is worth in all."""
    if model.every is not None:
        bonus = _multiples(model, tiers[0], ground, side)
    else:
        bonus = _highest(model, tiers, ground, side)
    if ground.incentive is None:
        return bonus
    column, bound = ground.incentive
    return bonus.times_exact(Exact.column(column, bound))


def _highest(model: StepBonus, tiers: Sequence[ReadyTier], ground: Ground, side: str) -> Exact:
    conditions = [reached(t, ground, side, model.boundary, first=False) for t in tiers]
    return chosen([t.pay for t in tiers], conditions)


def _multiples(model: StepBonus, tier: ReadyTier, ground: Ground, side: str) -> Exact:
    assert model.every is not None
    start = model.above.value if model.above else Fraction(0)
    beyond = ground.x(side).minus(ground.threshold(start, side)).at_least_zero()
    width = ground.threshold(model.every.value, side).over(_denominator(beyond, ground, side, model.every.value))
    beyond = beyond.over(width.denominator)
    numerator = beyond.numerator - 1 if model.boundary == "above" else beyond.numerator
    count = pl.max_horizontal(numerator // pl.max_horizontal(width.numerator, pl.lit(1)), pl.lit(0))
    counted = Exact(count, 1, beyond.bound)
    if tier.constant is not None:
        return counted.times(tier.constant)
    return counted.times_exact(tier.pay)


def _denominator(beyond: Exact, ground: Ground, side: str, every: Fraction) -> int:
    return beyond.plus(ground.threshold(every, side)).denominator
