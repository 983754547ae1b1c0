"""Where the rows of a component stand in every dimension of its matrix.

Each measure of a matrix is walked by itself, with its own owner and window; a row gets its place in all of them. What a
payee is worth to date starts again whenever one of the measures does, so that a new quarter does not take back what the
one before earned; running totals of pieces, which only round, go on for as long as the longest window.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic
from attain.earnings import largest
from attain.money import Exact
from attain.periods import UNITS
from attain.rates import Ground, Matrix, RateModel
from attain.rates.grids import Axis, Dimension
from attain.rates.grids.axes import NO_BAND
from attain.rates.grids.dimensions import ELSE
from attain.rates.matrix import FIXED
from attain.rates.problems import NO_PAY_FOR_VALUE, NO_VALUE
from attain.runs.measuring.attaining import Attaining

if TYPE_CHECKING:
    from attain.runs.earning.component import ComponentRun

JOINT = "joint"
_SIDES = ("x0", "x1", "x0_of", "x1_of", "is_empty_target")
_KEYS = ("owner", "window")


def with_axes(run: "ComponentRun", rows: pl.DataFrame) -> pl.DataFrame:
    """Add the dimensions of a matrix; the rows of any other rate stay as they are.

    Args:
        run: the component.
        rows: placed in the component's own measure.

    Returns:
        The rows with ``axisN_x0``, ``axisN_x1`` (``axisN_x0_of``, ``axisN_x1_of``) for each dimension N that is a
        measure, ``fixed_cell`` for all the others, and ``joint`` where several measures make an accumulator.
    """
    rate = run.component.rate
    if not isinstance(rate, Matrix):
        return rows
    own = str(run.measured.name)
    placed = {name: _placed(run, rows, name) for name in run.plan_run.measures_of(run.name) if name != own}
    placed[own] = rows
    for number, dimension in enumerate(rate.dimensions):
        if dimension.measure is not None:
            found = placed[str(dimension.measure)]
            rows = rows.with_columns(found[side].alias(f"axis{number}_{side}") for side in _SIDES if side in found)
    rows = _with_fixed(run, rows, rate)
    return rows if len(placed) == 1 else rows.with_columns(_joint(run, rate, placed))


def _placed(run: "ComponentRun", rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the rows placed in another measure."""
    found = run.plan_run.measured[name]
    bare = rows.drop(*_KEYS, *_SIDES, "walk", "move", "owner_id", strict=False)
    keyed = run.plan_run.keyed(bare, found, run.name)
    return Attaining(run.plan_run).with_target(found.placed(keyed), found)


def _joint(run: "ComponentRun", rate: Matrix, placed: Mapping[str, pl.DataFrame]) -> pl.Series:
    """Number the accumulators: a payee and all owners, in every window together or in the longest alone."""
    units = {name: str(run.plan_run.measures[name].per) for name in placed}
    kept = list(placed)
    if rate.is_marginal and not rate.is_payout:
        kept = [max(placed, key=lambda name: [str(unit) for unit in UNITS].index(units[name]))]
    keys = {f"owner {name}": frame["owner"] for name, frame in placed.items()}
    keys |= {f"window {name}": placed[name]["window"] for name in kept}
    frame = pl.DataFrame({"payee": placed[run.measured.name]["payee"], **keys})
    return frame.select(pl.struct(pl.all()).rank("dense").cast(pl.Int64).alias(JOINT)).to_series()


def rounds_alone(run: "ComponentRun") -> bool:
    """Whether every line is a window of its own."""
    measures = run.plan_run.measures
    return all(measures[name].per == "transaction" for name in run.plan_run.measures_of(run.name))


# values and words: the same for all of a credit


def _with_fixed(run: "ComponentRun", rows: pl.DataFrame, rate: Matrix) -> pl.DataFrame:
    """Add the cell as far as values and words decide it; -1 where one of them has no row in the table."""
    rows = rows.with_columns(pl.lit(0, pl.Int32).alias(FIXED))
    for number, (dimension, stride) in enumerate(zip(rate.dimensions, rate.strides, strict=True)):
        if dimension.measure is None:
            name = f"axis{number}_band"
            find = _with_band if dimension.value is not None else _with_word
            rows = find(run, rows, dimension, name)
            none = (pl.col(name) == NO_BAND) | (pl.col(FIXED) == NO_BAND)
            fixed = pl.when(none).then(NO_BAND).otherwise(pl.col(FIXED) + pl.col(name) * stride)
            rows = rows.with_columns(fixed.cast(pl.Int32).alias(FIXED))
    return rows


def _with_band(run: "ComponentRun", rows: pl.DataFrame, dimension: Dimension, name: str) -> pl.DataFrame:
    """Add the number of the band that a value of the credit lies in."""
    assert dimension.value is not None
    evaluator = run.evaluator
    top, bottom = f"{name}_top", f"{name}_of"
    scope = evaluator.vocabulary.credit()
    rows = evaluator.fraction(rows, dimension.value, scope, top, bottom=bottom)
    evaluator.report_nulls(rows, top, dimension.value, NO_VALUE)
    value, whole = Exact.column(top, largest(rows[top])), Exact.column(bottom, largest(rows[bottom]))
    found = pl.lit(NO_BAND, pl.Int32)
    for number, bound in enumerate(dimension.bounds):
        reached = value.reaches(whole.times(bound), strictly=run.component.rate.boundary == "above")
        reached = pl.col(top).is_not_null() if number == 0 and bound == 0 else reached.fill_null(value=False)
        found = pl.when(reached).then(pl.lit(number, pl.Int32)).otherwise(found)
    return rows.with_columns(found.alias(name))


def _with_word(run: "ComponentRun", rows: pl.DataFrame, dimension: Dimension, name: str) -> pl.DataFrame:
    """Add the place of a word in its list; a word that is not in it is a problem, never a silent 0."""
    assert dimension.by is not None
    rows = run.evaluator.keys(rows, dimension.by, run.evaluator.vocabulary.credit(), f"{name}_word")
    listed = [str(word) for word in dimension.in_]
    other = listed.index(ELSE) if ELSE in listed else NO_BAND
    named = {word: number for number, word in enumerate(listed) if word != ELSE}
    word = pl.col(f"{name}_word")
    if other == NO_BAND:
        missing = rows.filter(~word.is_in(list(named)).fill_null(value=False))
        for key in missing[f"{name}_word"].unique(maintain_order=True).head(5).to_list():
            shown = "nothing" if key is None else repr(key)
            what = f"a credit has the value {shown} of '{dimension.by}', and the matrix has no row for it"
            fix = "add it to 'in' and a pay for it, or 'else' for every other value"
            run.evaluator.findings.add(Diagnostic.of(NO_PAY_FOR_VALUE, dimension.by.place, what, fix))
    found = pl.lit(other, pl.Int32)
    for key, number in named.items():
        found = pl.when((word == key).fill_null(value=False)).then(pl.lit(number, pl.Int32)).otherwise(found)
    return rows.with_columns(found.alias(name))


# the matrix' ground


def with_ground(ground: Ground, rate: RateModel, frame: pl.DataFrame, units: Mapping[str, int]) -> Ground:
    """Add the measures of a matrix to the ground it is rated on.

    Args:
        ground: of the component's own measure.
        rate: the rate; any other kind has no further measures.
        frame: with the columns of ``with_axes``.
        units: stored integers per natural unit of each measure.
    """
    if not isinstance(rate, Matrix):
        return ground
    axes: list[Axis] = []
    for number, (dimension, stride) in enumerate(zip(rate.dimensions, rate.strides, strict=True)):
        if dimension.measure is not None:
            most = {
                side: largest(frame[f"axis{number}_{side}"])
                for side in ("x0", "x1", "x0_of", "x1_of")
                if f"axis{number}_{side}" in frame
            }
            own = replace(
                ground,
                x_bound=max(most["x0"], most["x1"]),
                of_bound=max(most["x0_of"], most["x1_of"]) if "x1_of" in most else None,
                measure_unit=units[str(dimension.measure)],
            )
            axes.append(Axis(f"axis{number}", dimension.bounds, own, stride))
    return replace(ground, axes=tuple(axes))
