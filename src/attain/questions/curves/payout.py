"""What a rate pays at a measure, asked of the kind itself with one made-up credit for every point.

8 % and 12 % from 100,000: one credit of 120,000 pays 8,000 + 2,400 = 10,400.00.
Where the pay base is not what moves the measure, a credit worth 1 is rated at the point instead: 12 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from attain.documents import Quantity
from attain.money import Exact
from attain.rates import KINDS, Bound, Ground, Interpolated, MarginalTiers, Part, RateModel, ReadyTier, WholeTiers
from attain.rates.interpolated import with_base_after
from attain.rates.marginal_tiers import with_stretch
from attain.rates.model import Boundary
from attain.rates.whole_tiers import with_paid


@dataclass(frozen=True)
class PayoutCurve:
    """A rate whose pays are numbers, on a measure whose whole is known.

    Attributes:
        rate: the rate as written.
        pays: the pay of each tier or step; percents as fractions, money in natural units.
        are_percents: whether the pays multiply money.
        measure_unit: stored integers per natural unit of the measure.
        pay_unit: minor units per natural unit of the currency.
        whole: what 100 % of the measure is, in stored integers; None when bounds are amounts.
        incentive: what ``of: TARGET`` multiplies, in minor units; None when it is the value.
        is_own_base: the pay base is what moves the measure; otherwise values are rates, not payouts.
        label: the value of ``by`` whose pays these are.
    """

    rate: RateModel
    pays: tuple[Fraction, ...]
    are_percents: bool
    measure_unit: int
    pay_unit: int
    whole: int | None = None
    incentive: int | None = None
    is_own_base: bool = True
    label: str = ""

    def at(self, places: Sequence[int]) -> list[Fraction]:
        """Return what the measure is worth at each place, in natural units of the currency (or as a rate).

        Args:
            places: values of the measure in stored integers.
        """
        frame = self._frame(places)
        tiers, ground = self._tiers(), self._ground(places)
        if isinstance(self.rate, MarginalTiers) and not ground.base_is_step and ground.incentive is None:
            frame, ground = with_stretch(frame, tiers, ground)
        if isinstance(self.rate, WholeTiers):
            frame = with_paid(frame, tiers, ground)
        if isinstance(self.rate, Interpolated):
            frame = with_base_after(frame, ground)
        found = KINDS[self._kind].rate(self.rate, tiers, ground)
        if found.before is not None and found.after is not None:
            pairs = zip(_values(frame, found.after), _values(frame, found.before), strict=True)
            minor = [after - before for after, before in pairs]
        else:
            part = found.line or found.state
            assert part is not None
            minor = _values(frame, part)
        return [value / self.pay_unit for value in minor]

    def jump_at(self, bound: Quantity) -> Fraction:
        """Return what reaching a bound is worth beyond coming as near to it as one can."""
        place = self.place_of(bound)
        return self._with_boundary("reached").at([place])[0] - self._with_boundary("above").at([place])[0]

    def place_of(self, bound: Quantity) -> int:
        """Return the first stored integer of the measure that reaches a bound."""
        exact = bound.value * (self.measure_unit if self.whole is None else self.whole)
        return -(-exact.numerator // exact.denominator)

    def with_target(self, target: Fraction) -> "PayoutCurve":
        """Return the curve on another target, in natural units; a fraction of a stored integer is dropped."""
        return replace(self, whole=int(target * self.measure_unit))

    def _with_boundary(self, boundary: Boundary) -> "PayoutCurve":
        return replace(self, rate=self.rate.model_copy(update={"boundary": boundary}))

    @property
    def _kind(self) -> str:
        return str(getattr(self.rate, "kind", "flat_rate"))

    def _frame(self, places: Sequence[int]) -> pl.DataFrame:
        xs = pl.Series("x1", places, dtype=pl.Int64)
        step = pl.col("x1") if self.is_own_base else pl.lit(self.pay_unit, dtype=pl.Int64)
        frame = pl.DataFrame({"x1": xs}).with_row_index("accumulator")
        frame = frame.with_columns(x0=pl.col("x1") * 0 if self.is_own_base else pl.col("x1"), base=step, units=step)
        if self.whole is not None:
            whole = pl.lit(self.whole, dtype=pl.Int64)
            frame = frame.with_columns(x0_of=whole, x1_of=whole)
        if self.incentive is not None:
            frame = frame.with_columns(incentive=pl.lit(self.incentive, dtype=pl.Int64))
        return frame

    def _tiers(self) -> list[ReadyTier]:
        bounds = [Bound(bound.value) for bound in self.rate.bounds()] or [Bound(Fraction(0))]
        factor = 1 if self.are_percents else self.pay_unit
        pays = [pay * factor for pay in self.pays]
        return [ReadyTier(bounds[min(n, len(bounds) - 1)], Exact.constant(pay), pay) for n, pay in enumerate(pays)]

    def _ground(self, places: Sequence[int]) -> Ground:
        most = max([abs(place) for place in places], default=0)
        base = most if self.is_own_base else self.pay_unit
        return Ground(
            x_bound=most,
            of_bound=self.whole,
            measure_unit=self.measure_unit,
            base_bound=base,
            base_unit=1,
            units_bound=base,
            units_unit=1,
            pay_unit=self.pay_unit,
            row_count=1,
            base_is_step=self.is_own_base,
            incentive=("incentive", self.incentive) if self.incentive is not None else None,
        )


def _values(frame: pl.DataFrame, part: Part) -> list[Fraction]:
    per = pl.col(part.per) if part.per is not None else pl.lit(1, dtype=pl.Int64)
    pairs = frame.select(_top=part.value.numerator.cast(pl.Int128), _bottom=per)
    whole = part.value.denominator
    return [Fraction(int(top), int(bottom) * whole) for top, bottom in pairs.iter_rows()]
