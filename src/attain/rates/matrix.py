"""matrix: a table with two or more dimensions: measures, values of the credit, and words.

``whole``: the cell reached pays on everything. ``marginal``: the credit walks a straight line through all measures and
is cut wherever a bound of any of them is crossed; each piece pays at its own cell. Year against 400,000 and quarter
against 100,000, 12 % above the quarter's line and 15 % once the year is above its own: a deal of 80,000 that moves the
year from 390,000 and the quarter from 50,000 pays 10,000 x 8 % + 40,000 x 8 % + 30,000 x 15 % = 8,500.
``pays: payout``: a cell is an amount, or a share of a target, for being in it.
Source: docs/behaviours/rates.md. Oracle: tests/oracle/matrix.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Annotated, Literal

import polars as pl
from pydantic import Field

from attain.documents import Name
from attain.money import Exact, integer_type, largest
from attain.rates.grids import Axis, Cells, Dimension
from attain.rates.grids.axes import NO_BAND, with_steps
from attain.rates.grids.dimensions import strides
from attain.rates.model import Pay, RateModel
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import ReadyTier, chosen

FIXED = "fixed_cell"
STEPS = "steps"
DIVISOR = "cell_divisor"


class Matrix(RateModel):
    """A table of pays over several dimensions.

    Attributes:
        dimensions: what the levels of 'pay' stand for, the outermost first.
        pay: lists in lists, one level for each dimension and one entry for each of its bounds or words.
        apply: whether the cell reached pays on everything, or each piece of a credit at its own cell.
        pays: whether a cell is a rate, or what being in it is worth in all.
    """

    kind: Literal["matrix"]
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    pay: Cells
    apply: Literal["marginal", "whole"] = "whole"
    paid_as: Literal["rate", "payout"] = Field(default="rate", alias="pays")

    def pays(self) -> Iterator[Pay]:
        """Yield the pay of each cell, the last dimension running fastest."""
        yield from self.pay.leaves()

    def measures(self) -> Iterator[Name]:
        """Yield the measures of its dimensions."""
        yield from (dimension.measure for dimension in self.dimensions if dimension.measure is not None)

    @property
    def is_payout(self) -> bool:
        """Whether a cell is worth an amount, or a share of a target, and not a rate."""
        return self.paid_as == "payout"

    @property
    def is_marginal(self) -> bool:
        """Whether a credit is cut at bounds."""
        return self.apply == "marginal"

    @property
    def strides(self) -> tuple[int, ...]:
        """How many cells lie between two bands of each dimension."""
        return strides(self.dimensions)


def rate(model: Matrix, _tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit by its cell; the ground and its frame are those of ``with_cells``."""
    cell = ground.cell
    assert cell is not None
    if model.is_payout:
        worth = cell if ground.incentive is None else cell.times_exact(Exact.column(*ground.incentive))
        return Rated(state=Part(worth))
    base = ground.pay_base
    if not model.is_marginal:
        return Rated(state=Part(cell, base.per))
    return Rated(line=Part(base.value.times_exact(cell), DIVISOR))


def with_cells(
    frame: pl.DataFrame, model: Matrix, tiers: Sequence[ReadyTier], ground: Ground
) -> tuple[pl.DataFrame, Ground]:
    """Find what every credit's cells pay.

    Args:
        frame: in credit order, with the columns of the ground's axes and ``fixed_cell`` (Int32): the cell as far as
            values and words decide it, -1 where they lie in none.
        model: the matrix.
        tiers: the pay of each cell.
        ground: with the matrix' measures as axes.

    Returns:
        The frame with what ``rate`` reads, and the ground with ``cell``: of a payout, what the cell reached is worth;
        of ``whole``, what everything so far is worth; of ``marginal``, the mean rate of the credit's pieces times
        ``cell_divisor``.
    """
    grid = _Grid(model, tiers, ground.axes)
    if model.is_payout:
        frame = frame.with_columns(cell=grid.pay_in(_cell(ground.axes, "x1", model.boundary)).numerator)
        found = Exact.column("cell", largest(frame["cell"]), grid.denominator)
    elif model.is_marginal:
        frame, found = _with_mean(frame, grid, ground)
    else:
        frame, found = _with_worth(frame, grid, ground)
    return frame, replace(ground, cell=found)


class _Grid:
    """The pays of a matrix over one denominator; ``whole_pays`` are their numerators, where every pay is a number."""

    def __init__(self, model: Matrix, tiers: Sequence[ReadyTier], axes: Sequence[Axis]) -> None:
        self.model, self.tiers, self.axes = model, tiers, axes
        self.denominator = lcm(*(tier.pay.denominator for tier in tiers))
        values = [tier.constant for tier in tiers]
        self.whole_pays = None if None in values else [int((v or 0) * self.denominator) for v in values]
        ranges = [range(len(axis.bounds)) for axis in axes]
        self.corners = {
            sum(band * axis.stride for band, axis in zip(bands, axes, strict=True)): bands for bands in product(*ranges)
        }

    def pay_in(self, corner: pl.Expr | int) -> Exact:
        """Return each row's pay in a cell of the measures; 0 where there is none."""
        fixed = pl.col(FIXED)
        at = pl.when(fixed == NO_BAND).then(pl.lit(NO_BAND, pl.Int32)).otherwise(fixed + corner)
        if not isinstance(corner, int):
            at = pl.when(corner == NO_BAND).then(pl.lit(NO_BAND, pl.Int32)).otherwise(at)
        if self.whole_pays is None:
            listed = range(len(self.tiers)) if not isinstance(corner, int) else self._cells_at(corner)
            none = Exact.constant(Fraction(0)).over(self.denominator)
            return chosen(
                [none, *(self.tiers[n].pay for n in listed)], [pl.lit(value=True), *(at == n for n in listed)]
            )
        return self._listed(at)

    def _listed(self, at: pl.Expr) -> Exact:
        """Look the number of a cell up, where every pay is a number; the last entry is that of no cell."""
        listed = self.whole_pays or []
        bound = max(map(abs, listed))
        table = pl.lit(pl.Series([*listed, 0], dtype=integer_type(bound)))
        return Exact(table.gather(pl.when(at == NO_BAND).then(len(listed)).otherwise(at)), self.denominator, bound)

    def pay_beside(self, corner: pl.Expr, fixed: int) -> Exact:
        """Return the pay of what values and words decide, in each row's cell of the measures."""
        return self._listed(pl.when(corner == NO_BAND).then(pl.lit(NO_BAND, pl.Int32)).otherwise(corner + fixed))

    def _cells_at(self, corner: int) -> list[int]:
        return [n for n in range(len(self.tiers)) if self._corner_of(n) == corner]

    def _corner_of(self, number: int) -> int:
        return sum(number // axis.stride % len(axis.bounds) * axis.stride for axis in self.axes)


def _cell(axes: Sequence[Axis], side: str, boundary: str) -> pl.Expr:
    """Return the cell of the measures on one side of the credit; -1 where one of them is in no band."""
    return _joined([(axis.band(side, boundary), axis.stride) for axis in axes])


def _joined(bands: Sequence[tuple[pl.Expr, int]]) -> pl.Expr:
    found = pl.lit(0, pl.Int32)
    for band, stride in bands:
        none = (found == NO_BAND) | (band == NO_BAND)
        found = pl.when(none).then(pl.lit(NO_BAND, pl.Int32)).otherwise(found + band * stride)
    return found


# whole: everything so far at the cell reached


def _with_worth(frame: pl.DataFrame, grid: _Grid, ground: Ground) -> tuple[pl.DataFrame, Exact]:
    """Add what everything so far is worth: every credit by its own values and words, at the measures' cell of now."""
    frame = frame.with_columns(_reached=_cell(grid.axes, "x1", grid.model.boundary))
    worth = _bases_at_cell(frame, grid, ground) if grid.whole_pays is not None else None
    if worth is None:
        frame, worth = _pays_summed(frame, grid, ground)
    frame = frame.with_columns(cell=worth.numerator)
    kept = [name for name in frame.columns if name != "_reached" and not name.startswith("paid_")]
    return frame.select(kept), Exact.column("cell", worth.bound, worth.denominator)


def _bases_at_cell(frame: pl.DataFrame, grid: _Grid, ground: Ground) -> Exact:
    """The base so far of each combination of values and words, at what it pays in the cell of now."""
    base = ground.pay_base.value
    summed = base.summed(ground.row_count)
    found = sorted(int(fixed) for fixed in frame[FIXED].unique() if fixed != NO_BAND)
    most = summed * max(map(abs, grid.whole_pays or [0]))
    total = pl.lit(0, integer_type(most))
    for fixed in found:
        own = pl.when(pl.col(FIXED) == fixed).then(base.numerator).otherwise(0).cast(integer_type(summed))
        so_far = Exact(own.cum_sum().over("accumulator"), base.denominator, summed)
        total = total + so_far.times_exact(grid.pay_beside(pl.col("_reached"), fixed)).numerator.cast(
            integer_type(most)
        )
    return Exact(total, base.denominator * grid.denominator, most)


def _pays_summed(frame: pl.DataFrame, grid: _Grid, ground: Ground) -> tuple[pl.DataFrame, Exact]:
    """What each cell of the measures would pay on everything so far, where a pay is an expression; then that of now."""
    base = ground.pay_base.value
    paid: dict[int, Exact] = {}
    for corner in grid.corners:
        own = base.times_exact(grid.pay_in(corner))
        bound = own.summed(ground.row_count)
        summed = own.numerator.cast(integer_type(bound)).cum_sum().over("accumulator")
        frame = frame.with_columns(summed.alias(f"paid_{corner}"))
        paid[corner] = Exact.column(f"paid_{corner}", bound, own.denominator)
    return frame, chosen(list(paid.values()), [pl.col("_reached") == corner for corner in paid])


# marginal: each piece at its own cell


def _with_mean(frame: pl.DataFrame, grid: _Grid, ground: Ground) -> tuple[pl.DataFrame, Exact]:
    """Add the mean rate of the credit's pieces, over a divisor of its own where it is cut."""
    axes, boundary = grid.axes, grid.model.boundary
    crosses = pl.any_horizontal([pl.lit(value=False), *(axis.crosses for axis in axes)])
    frame = frame.with_row_index("_row").with_columns(_cut=crosses)
    walked = _joined([(axis.band_walked(boundary), axis.stride) for axis in axes])
    plain = frame.filter(~pl.col("_cut"))
    plain = plain.with_columns(cell=grid.pay_in(walked).numerator, **{DIVISOR: pl.lit(1)})
    kept = ["_row", "cell", DIVISOR]
    found = [plain.select(kept)]
    cut = frame.filter("_cut")
    if cut.height:
        found.append(_cut_up(cut, grid).select(kept))
    both = pl.concat(found, how="vertical_relaxed").sort("_row")
    frame = frame.drop("_row", "_cut").with_columns(both.select("cell", DIVISOR))
    mean = Exact.column("cell", largest(frame["cell"]), grid.denominator)
    return _with_target_divisor(frame, ground), mean


def _cut_up(cut: pl.DataFrame, grid: _Grid) -> pl.DataFrame:
    """Weigh each cell with the steps that its bands have in common."""
    for axis in grid.axes:
        cut = axis.with_stretch(cut)
    cut = with_steps(cut, grid.axes, STEPS)
    whole = lcm(*(axis.denominator for axis in grid.axes))
    for axis in grid.axes:
        cut = axis.intervals(cut, STEPS, whole, grid.model.boundary)
    steps = largest(cut[STEPS]) * whole
    # Every step lies in one cell at most, so the sum keeps the bound of the largest of them.
    most = steps * max(grid.pay_in(corner).bound for corner in grid.corners)
    total = pl.lit(0, integer_type(most))
    for corner, bands in grid.corners.items():
        named = [(axis.name, band) for axis, band in zip(grid.axes, bands, strict=True)]
        starts = pl.max_horizontal([f"{name}_from_{band}" for name, band in named])
        ends = pl.min_horizontal([f"{name}_to_{band}" for name, band in named])
        weight = Exact(pl.max_horizontal(ends - starts, pl.lit(0)), 1, steps)
        total = total + weight.times_exact(grid.pay_in(corner)).numerator.cast(integer_type(most))
    divisor = pl.col(STEPS).cast(integer_type(steps)) * whole
    return cut.with_columns(total.alias("cell"), divisor.alias(DIVISOR))


def _with_target_divisor(frame: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Divide also by the target where the base is the share of a target incentive that the credit attains."""
    per = ground.pay_base.per
    if per is None:
        return frame
    kind = integer_type(largest(frame[DIVISOR]) * max(1, ground.of_bound or 1))
    both = pl.col(DIVISOR).cast(kind) * pl.col(per).fill_null(1).cast(kind)
    return frame.with_columns(both.alias(DIVISOR))
