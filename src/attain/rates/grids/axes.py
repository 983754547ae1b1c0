"""A measure of a matrix on the rows of a component: which band it is in, and where a credit crosses a bound.

A credit walks a straight line through all measures, from t = 0 to t = 1. In each measure the line runs one way, so a
band of it is one interval of t, and a cell is what the intervals of its bands have in common. With a whole number D of
steps from t = 0 to t = 1 every cut falls on a step: from 340,000 to 420,000 a bound at 400,000 is cut at 60,000 of
80,000 steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from attain.money import Exact, integer_type, largest
from attain.rates.table import Ground

NO_BAND = -1


@dataclass(frozen=True)
class Axis:
    """A measure of a matrix.

    Attributes:
        name: the beginning of its columns: ``NAME_x0``, ``NAME_x1`` (``NAME_x0_of``, ``NAME_x1_of``).
        bounds: where its bands start, rising.
        ground: the bounds and unit of those columns.
        stride: how many cells lie between two of its bands.
    """

    name: str
    bounds: tuple[Fraction, ...]
    ground: Ground
    stride: int

    @property
    def is_open(self) -> bool:
        """Whether the first band starts at 0 and therefore also covers what is below."""
        return self.bounds[0] == 0

    def x(self, side: str) -> Exact:
        """Return the measure before (``x0``) or after (``x1``) the credit."""
        return self.ground.x(self.column(side))

    def column(self, side: str) -> str:
        """Name the column of a side."""
        return f"{self.name}_{side}"

    def _threshold(self, number: int, side: str) -> Exact:
        return self.ground.threshold(self.bounds[number], self.column(side))

    def band(self, side: str, boundary: str) -> pl.Expr:
        """Return the number of the band that one side is in; -1 below the first, and where nothing is known."""
        known = pl.col(self.column(side)).is_not_null()
        found = pl.lit(NO_BAND, pl.Int32)
        for number in range(len(self.bounds)):
            reached = self.x(side).reaches(self._threshold(number, side), strictly=boundary == "above")
            reached = known if number == 0 and self.is_open else reached & known
            found = pl.when(reached).then(pl.lit(number, pl.Int32)).otherwise(found)
        return found

    @property
    def rests(self) -> pl.Expr:
        """Whether the credit does not move the measure."""
        return (pl.col(self.column("x0")) == pl.col(self.column("x1"))).fill_null(value=True)

    def band_walked(self, boundary: str) -> pl.Expr:
        """Return the band of a credit that crosses no bound: the one above its lower end, or the one it rests in."""
        rises = pl.col(self.column("x0")) <= pl.col(self.column("x1"))
        inside = pl.when(rises).then(self.band("x0", "reached")).otherwise(self.band("x1", "reached"))
        return pl.when(self.rests).then(self.band("x1", boundary)).otherwise(inside)

    @property
    def crosses(self) -> pl.Expr:
        """Whether a bound lies strictly between the two sides."""
        found = pl.lit(value=False)
        for number in range(int(self.is_open), len(self.bounds)):
            before, after = self._threshold(number, "x0"), self._threshold(number, "x1")
            up = ~self.x("x0").reaches(before) & self.x("x1").reaches(after, strictly=True)
            down = ~self.x("x1").reaches(after) & self.x("x0").reaches(before, strictly=True)
            found = found | up | down
        return found.fill_null(value=False)

    # rows that are cut

    @property
    def denominator(self) -> int:
        """The number that makes every bound whole."""
        return lcm(*(self._threshold(number, "x1").denominator for number in range(len(self.bounds))))

    def with_stretch(self, cut: pl.DataFrame) -> pl.DataFrame:
        """Add ``NAME_stretch``: how far the credit moves the measure where it crosses a bound of it, else 0."""
        step = (pl.col(self.column("x1")) - pl.col(self.column("x0"))).abs()
        return cut.with_columns(pl.when(self.crosses).then(step).otherwise(0).alias(f"{self.name}_stretch"))

    def intervals(self, cut: pl.DataFrame, steps: str, whole: int, boundary: str) -> pl.DataFrame:
        """Add where each band starts and ends on the way, ``NAME_from_0``, ``NAME_to_0``, ..., in steps.

        Args:
            cut: rows with ``NAME_stretch`` and the steps, a multiple of it.
            steps: the column with the number of steps, per row; all bands end at ``steps x whole``.
            whole: what the steps are multiplied by, so that every bound falls on one.
            boundary: the boundary rule, for a measure that rests.
        """
        end = largest(cut[steps]) * whole
        kind = integer_type(end)
        last = pl.col(steps).cast(kind) * whole
        each = pl.col(steps) // pl.max_horizontal(f"{self.name}_stretch", pl.lit(1))
        moves, rises = pl.col(f"{self.name}_stretch") > 0, pl.col(self.column("x0")) < pl.col(self.column("x1"))
        at = [self._beyond(number, whole).cast(kind) * each for number in range(len(self.bounds))]
        starts = [pl.lit(0, kind) if self.is_open else at[0], *at[1:]]
        ends = [*at[1:], last]
        band = self.band_walked(boundary)
        columns: list[pl.Expr] = []
        for number, (start, stop) in enumerate(zip(starts, ends, strict=True)):
            here = pl.when(band == number).then(last).otherwise(0)
            walked_from, walked_to = pl.when(rises).then(start), pl.when(rises).then(stop)
            from_ = pl.when(moves).then(walked_from.otherwise(last - stop)).otherwise(0)
            to = pl.when(moves).then(walked_to.otherwise(last - start)).otherwise(here)
            columns += [from_.alias(f"{self.name}_from_{number}"), to.alias(f"{self.name}_to_{number}")]
        return cut.with_columns(columns)

    def _beyond(self, number: int, whole: int) -> pl.Expr:
        """How far a bound lies above the lower end of the way, within the stretch, times ``whole``."""
        lower = self.x("x0").where(pl.col(self.column("x0")) < pl.col(self.column("x1")), self.x("x1"))
        beyond = self._threshold(number, "x1").minus(lower).over(whole).at_least_zero()
        stretch = Exact.column(f"{self.name}_stretch", 2 * self.ground.x_bound).over(whole)
        return pl.min_horizontal(beyond.numerator, stretch.numerator.cast(integer_type(beyond.bound)))


def with_steps(cut: pl.DataFrame, axes: Sequence[Axis], name: str) -> pl.DataFrame:
    """Add a number of steps that the stretches of all axes divide; the product only where it must be.

    Args:
        cut: rows with the stretch of every axis, 0 where it is not cut.
        axes: the measures.
        name: the column to add.

    Raises:
        TooLarge: the product of two stretches might not fit.
    """
    cut = cut.with_columns(pl.lit(1, pl.Int64).alias(name))
    for axis in axes:
        stretch = f"{axis.name}_stretch"
        kind = integer_type(largest(cut[name]) * max(1, largest(cut[stretch])))
        steps, own = pl.col(name).cast(kind), pl.max_horizontal(stretch, pl.lit(1)).cast(kind)
        both = pl.when(steps % own == 0).then(steps).when(own % steps == 0).then(own).otherwise(steps * own)
        cut = cut.with_columns(both.alias(name))
    return cut
