"""How much of a cancelled deal goes back by its age: all of it at first, less later, nothing after the last day.

Points [90, 100%] and [365, 0%]: on day 200 it is (365 - 200) / (365 - 90) = 60 %, on day 366 nothing goes back and the
attainment stays: a cancellation outside of the window is none.
Source: docs/behaviours/clawbacks.md. Oracle: tests/oracle/decay.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import Field, model_validator

from attain.documents import Expression, Model, Percent, Quantity, WholeNumber, refused
from attain.money import TooLarge
from attain.roster.tenure import tenure_months

MOST = 2**40
Point = tuple[WholeNumber, Percent]


class DecayStep(Model):
    """A share that goes back before an age is reached.

    Attributes:
        before: the age at which it ends.
        share: what goes back until then.
    """

    before: WholeNumber = Field(ge=1, le=36600)
    share: Percent


class Decay(Model):
    """What goes back by the age of the deal: in steps, or along lines between points.

    Attributes:
        age: counted in days, or in whole months completed.
        from: the day on which the age is 0; the date of the credit when absent.
        steps: shares, each until its age; after the last nothing goes back.
        points: pairs of age and share, straight between them; after the last nothing goes back.
    """

    age: Literal["days", "months"] = "days"
    from_: Expression | None = Field(default=None, alias="from")
    steps: tuple[DecayStep, ...] = ()
    points: tuple[Annotated[Point, Field()], ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.steps) == bool(self.points):
            found = "both 'steps' and 'points'" if self.steps else "neither 'steps' nor 'points'"
            raise refused(found, "write one of them, such as steps: [{before: 90, share: 100%}]")
        return self

    def written(self) -> Iterator[tuple[int, Quantity]]:
        """Yield each age and its share, as written."""
        yield from ((step.before, step.share) for step in self.steps)
        yield from self.points

    def stretches(self) -> Iterator["Stretch"]:
        """Yield the stretches of ages, in order."""
        begins = 0
        for step in self.steps:
            yield Stretch(begins, step.before - 1, step.share.value, step.share.value)
            begins = step.before
        if self.points:
            first, share = self.points[0]
            yield Stretch(0, first, share.value, share.value)
        for (x0, y0), (x1, y1) in pairwise(self.points):
            yield Stretch(x0, x1, y0.value, y1.value)
        if self.points:
            last, share = self.points[-1]
            yield Stretch(last, last, share.value, share.value)


@dataclass(frozen=True)
class Stretch:
    """Ages from ``first`` to ``last``, and the share at both ends; straight between."""

    first: int
    last: int
    share_first: Fraction
    share_last: Fraction

    @property
    def slope(self) -> Fraction:
        """What a day or month adds to the share."""
        if self.last == self.first:
            return Fraction(0)
        return (self.share_last - self.share_first) * Fraction(1, self.last - self.first)


def age_of(decay: Decay, starts_on: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Return the age on a day, at least 0; 0 where its start is not known.

    Args:
        decay: in days or months.
        starts_on: the day of age 0.
        day: the day on which the deal goes back.
    """
    known = tenure_months(starts_on, day) if decay.age == "months" else (day - starts_on).dt.total_days()
    return pl.max_horizontal(known.cast(pl.Int64), pl.lit(0, pl.Int64)).fill_null(0)


def share_at(decay: Decay, age: pl.Expr) -> tuple[pl.Expr, int]:
    """Return the share at an age, null beyond the last, in units of one over the second result.

    Where two stretches meet the later one holds.

    Raises:
        TooLarge: the lines between the points have no common denominator that fits.
    """
    stretches = list(decay.stretches())
    numbers = [n for s in stretches for n in (s.share_first, s.slope)]
    whole = lcm(*(n.denominator for n in numbers))
    if whole > MOST:
        raise TooLarge("the points of 'decay' have no common denominator below 2^40")
    share = pl.lit(None, pl.Int64)
    for one in stretches:
        risen = (age - one.first) * int(one.slope * whole) + int(one.share_first * whole)
        share = pl.when(age.is_between(one.first, one.last)).then(risen).otherwise(share)
    return share, whole
