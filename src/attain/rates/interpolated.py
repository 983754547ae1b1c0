"""interpolated: a payout curve through points, straight between them.

1.5 % -> 20 %, 2 % -> 100 %, 5 % -> 200 %: at 1.87 % it pays 20 % + (1.87 - 1.5) / (2 - 1.5) x 80 % = 79.2 %.
Two points with the same x are a jump; the later one holds at x. Left of the first point it pays ``below``,
beyond the last it stays ``flat`` or ``extend``s the last line.
Percent points with ``of: value`` are a rate on everything so far; with ``of: TARGET`` a share of that target;
money points are an amount.
Source: docs/behaviours/rates.md. Oracle: tests/oracle/interpolated.py.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Literal

import polars as pl
from pydantic import Field

from attain.documents import Quantity
from attain.money import Exact, integer_type
from attain.rates.model import Pay, RateModel
from attain.rates.table import Ground, Part, Rated, per_of
from attain.rates.tiers import ReadyTier

Point = Annotated[tuple[Quantity, Quantity], Field()]


class Interpolated(RateModel):
    """A curve through points.

    Attributes:
        points: pairs of measure and payout, from left to right; two of one measure are a jump.
        below: the payout left of the first point.
        beyond: whether the last line goes on, or the payout stays.
    """

    kind: Literal["interpolated"]
    points: Annotated[tuple[Point, ...], Field(min_length=2)]
    below: Quantity | None = None
    beyond: Literal["flat", "extend"] = "flat"

    def pays(self) -> Iterator[Pay]:
        """Yield nothing: the pays are the points' own y."""
        yield from ()

    def bounds(self) -> Iterator[Quantity]:
        """Yield the x of each point."""
        yield from (x for x, _ in self.points)

    @property
    def is_percent(self) -> bool:
        """Whether y is a percent (of the value or of a target) and not an amount."""
        return any(y.is_percent for _, y in self.points)


def rate(model: Interpolated, _tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit by what the curve pays after it; before the first credit nothing is paid.

    On a rate for everything so far the frame must carry ``base_after``: the running base per accumulator.
    """
    state = curve(model, ground, "x1")
    if ground.incentive is not None:
        state = state.times_exact(Exact.column(*ground.incentive))
    elif model.is_percent:
        state = state.times_exact(Exact.column("base_after", ground.base.summed(ground.row_count), ground.base_unit))
    return Rated(state=Part(state, per_of(ground, "x1")))


def curve(model: Interpolated, ground: Ground, side: str) -> Exact:
    """Return y at the measure, times what a percent is of (1 for amounts): the caller divides by it."""
    unit = Fraction(1) if model.is_percent else Fraction(ground.pay_unit)
    whole = ground.threshold(Fraction(1), side) if ground.of_bound is not None else Exact.constant(Fraction(1))
    below = (model.below.value if model.below else Fraction(0)) * unit
    result = whole.times(below)
    for condition, start, slope, height in _segments(model, ground, side):
        rise = ground.x(side).minus(start).times(slope * unit / _x_unit(ground))
        result = rise.plus(whole.times(height * unit)).where(condition, result)
    return result.where(pl.col(side).is_not_null(), whole.times(Fraction(0)))


def _x_unit(ground: Ground) -> int:
    return 1 if ground.of_bound is not None else ground.measure_unit


def _segments(model: Interpolated, ground: Ground, side: str) -> Iterator[tuple[pl.Expr, Exact, Fraction, Fraction]]:
    """Yield, from left to right, where each segment starts to hold, its start, slope and height."""
    points = [(x.value, y.value) for x, y in model.points]
    slope = Fraction(0)
    for (x, y), following in zip(points, [*points[1:], None], strict=True):
        if following is None:
            slope = slope if model.beyond == "extend" else Fraction(0)
        elif following[0] > x:
            slope = (following[1] - y) / (following[0] - x)
        start = ground.threshold(x, side)
        yield ground.x(side).reaches(start, strictly=model.boundary == "above"), start, slope, y


def with_base_after(frame: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Add the running base per accumulator in credit order."""
    wide = pl.col("base").cast(integer_type(ground.base.summed(ground.row_count)))
    return frame.with_columns(wide.cum_sum().over("accumulator").alias("base_after"))
