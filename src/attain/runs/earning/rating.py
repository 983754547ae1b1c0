"""Rates the rows of a component: places them in their measure, reads the tiers, asks the kind.

Everything a rate kind needs is put into columns and bounds here (``attain.rates.table``); the kinds themselves only
calculate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from attain.earnings import largest
from attain.money import Exact
from attain.plans.model import Rate
from attain.rates import KINDS, Ground, Interpolated, MarginalTiers, Matrix, Part, Rated, StepBonus, WholeTiers
from attain.rates.interpolated import with_base_after
from attain.rates.marginal_tiers import with_stretch
from attain.rates.matrix import with_cells
from attain.rates.whole_tiers import with_paid
from attain.runs.earning.crossing import with_ground
from attain.runs.earning.tiering import TierReader
from attain.runs.inputs.evaluation import Evaluator


@dataclass(frozen=True)
class RateInput:
    """What a rate is applied to.

    Attributes:
        frame: ``accumulator``, ``x0``, ``x1`` (``x0_of``, ``x1_of``), ``base``, ``units``, ``kind``, ``line`` and
            ``origin``, in credit order.
        rate: the rate as written.
        measure_unit: stored integers per natural unit of the measure.
        measure_units: the same of every measure that the rate reads, by name.
        base_unit: stored integers of ``base`` per minor unit, or per counted thing.
        units_unit: stored integers of ``units`` per counted thing.
        pay_unit: minor units per natural unit of the pay currency.
        is_own_walk: every move of the measure is a row of this frame, and its base.
        of_varies: what a percent is of differs within an accumulator.
        incentive: the column of the target that ``of`` names.
    """

    frame: pl.DataFrame
    rate: Rate
    measure_unit: int
    measure_units: Mapping[str, int]
    base_unit: int
    units_unit: int
    pay_unit: int
    is_own_walk: bool
    of_varies: bool
    incentive: str | None


def rated(given: RateInput, evaluator: Evaluator, tables: TierReader) -> tuple[pl.DataFrame, Rated]:
    """Rate a component's rows.

    Returns:
        The frame with the columns that the rated parts read, and the parts.
    """
    frame, tiers = tables.tiers(given.frame, given.rate, evaluator, given.pay_unit)
    ground = with_ground(_ground(given, frame), given.rate, frame, given.measure_units)
    if isinstance(given.rate, MarginalTiers) and not ground.base_is_step and ground.incentive is None:
        frame, ground = with_stretch(frame, tiers, ground)
    if isinstance(given.rate, WholeTiers):
        frame = with_paid(frame, tiers, ground)
    if isinstance(given.rate, Interpolated):
        frame = with_base_after(frame, ground)
    if isinstance(given.rate, Matrix):
        frame, ground = with_cells(frame, given.rate, tiers, ground)
    found = KINDS[given.rate.kind].rate(given.rate, tiers, ground)
    return frame, found


def _ground(given: RateInput, frame: pl.DataFrame) -> Ground:
    has_of = "x1_of" in frame.columns
    of_bound = max(largest(frame["x0_of"]), largest(frame["x1_of"])) if has_of else None
    incentive = (given.incentive, largest(frame[given.incentive])) if given.incentive else None
    return Ground(
        x_bound=max(largest(frame["x0"]), largest(frame["x1"])),
        of_bound=of_bound,
        measure_unit=given.measure_unit,
        base_bound=largest(frame["base"]),
        base_unit=given.base_unit,
        units_bound=largest(frame["units"]),
        units_unit=given.units_unit,
        pay_unit=given.pay_unit,
        row_count=frame.height,
        base_is_step=given.is_own_walk,
        of_varies=given.of_varies,
        incentive=incentive,
    )


def attained_part(frame: pl.DataFrame, incentive: str) -> Part:
    """Return what each credit attains of a target incentive, in minor units: what a flowing rate multiplies."""
    step = Exact.column("x1", largest(frame["x1"])).minus(Exact.column("x0", largest(frame["x0"])))
    worth = step.times_exact(Exact.column(incentive, largest(frame[incentive])))
    return Part(worth, "x1_of" if "x1_of" in frame.columns else None)


def pays_out(rate: Rate, *, of_target: bool) -> bool:
    """Whether a rate says what reaching something is worth in all, so that a reversal takes back what it paid."""
    if isinstance(rate, Matrix):
        return rate.is_payout
    return isinstance(rate, StepBonus) or (isinstance(rate, Interpolated) and (of_target or not rate.is_percent))
