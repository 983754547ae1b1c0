"""whole_tiers: the tier reached pays on everything (retroactive, cliff, highest rate).

5 % below 100,000, 8 % from there: 99,999 pays 4,999.95, 100,000 pays 8,000.00; the credit that crosses
carries the true-up of what came before it. Falling back takes it away again.
With B the cumulative base and r the rate at the measure, everything is worth r(x) B; a credit earns what it adds.
Source: docs/behaviours/rates.md. Oracle: tests/oracle/whole_tiers.py.
"""

from collections.abc import Iterator, Sequence
from math import lcm
from typing import Literal

import polars as pl

from attain.documents import Quantity
from attain.money import Exact, integer_type
from attain.rates.flat_rate import base_times
from attain.rates.model import Pay, RateModel, Tiers, TierTable
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import ReadyTier, chosen, reached


class WholeTiers(RateModel):
    """Tiers, the one reached paying on everything.

    Attributes:
        tiers: where each starts and what it pays, or a table of tiers.
    """

    kind: Literal["whole_tiers"]
    tiers: Tiers

    def pays(self) -> Iterator[Pay]:
        """Yield the pay of each tier."""
        if not isinstance(self.tiers, TierTable):
            yield from (tier.pay for tier in self.tiers)

    def bounds(self) -> Iterator[Quantity]:
        """Yield where each tier starts."""
        if not isinstance(self.tiers, TierTable):
            yield from (tier.from_ for tier in self.tiers)


def rate(model: WholeTiers, tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit by what everything is worth after it: the reached tier's pay on the whole base.

    The frame must carry what ``with_paid`` adds.
    """
    paid = [_so_far(tier, ground, f"paid_{index}") for index, tier in enumerate(tiers)]
    if _differ(tiers):
        den = lcm(*(value.denominator for value in paid))
        bound = max(value.over(den).bound for value in paid)
        return Rated(state=Part(Exact.column(f"paid_{model.boundary}", bound, den), ground.pay_base.per))
    return Rated(state=Part(chosen(paid, _conditions(tiers, ground, model.boundary)), ground.pay_base.per))


def with_paid(frame: pl.DataFrame, tiers: Sequence[ReadyTier], ground: Ground) -> pl.DataFrame:
    """Add what ``rate`` reads, per accumulator in credit order.

    ``paid_0``, ``paid_1``, ...: each tier's pay on the whole base so far. Where every row has tiers of its own,
    ``paid_reached`` and ``paid_above`` instead: what everything so far is worth, each part by the tiers it came with.
    """
    worths = {f"paid_{index}": base_times(ground, tier).value for index, tier in enumerate(tiers)}
    wide = {name: own.numerator.cast(integer_type(own.summed(ground.row_count))) for name, own in worths.items()}
    if _differ(tiers):
        return _with_paid_by_tiers(frame.with_columns(**wide), tiers, ground)
    return frame.with_columns(**{name: own.cum_sum().over("accumulator") for name, own in wide.items()})


def _with_paid_by_tiers(frame: pl.DataFrame, tiers: Sequence[ReadyTier], ground: Ground) -> pl.DataFrame:
    """Follow, in every accumulator, what came with each set of bounds, and add up what all of it is worth."""
    columns = [tier.bound.column for tier in tiers if tier.bound.column is not None]
    bounds = sorted({name for column in columns for name in column.numerator.meta.root_names()})
    paid = [f"paid_{index}" for index in range(len(tiers))]
    sets = frame.select(bounds).unique().with_row_index("_set")
    rows = frame.join(sets, on=bounds, how="left", nulls_equal=True, maintain_order="left").with_row_index("_row")
    rows = rows.select("_row", "_set", "accumulator", "x1", *([] if ground.of_bound is None else ["x1_of"]), *paid)
    met = rows.select("accumulator", _met="_set").unique()
    pairs = rows.join(met, on="accumulator", maintain_order="left")
    pairs = pairs.join(sets, left_on="_met", right_on="_set", maintain_order="left")
    mine = pl.when(pl.col("_set") == pl.col("_met"))
    pairs = pairs.with_columns(mine.then(name).otherwise(0).cum_sum().over("accumulator", "_met") for name in paid)
    # A sum over the sets is a sum over the rows before, so it keeps the bound of each part.
    so_far = [_so_far(tier, ground, name) for tier, name in zip(tiers, paid, strict=True)]
    sums = pairs.group_by("_row", maintain_order=True).agg(
        chosen(so_far, _conditions(tiers, ground, boundary)).numerator.sum().alias(f"paid_{boundary}")
        for boundary in ("reached", "above")
    )
    return frame.drop(paid).with_columns(sums.drop("_row"))


def _differ(tiers: Sequence[ReadyTier]) -> bool:
    return any(tier.bound.column is not None for tier in tiers)


def _so_far(tier: ReadyTier, ground: Ground, name: str) -> Exact:
    own = base_times(ground, tier).value
    return Exact.column(name, own.summed(ground.row_count), own.denominator)


def _conditions(tiers: Sequence[ReadyTier], ground: Ground, boundary: str) -> list[pl.Expr]:
    return [reached(tier, ground, "x1", boundary, first=index == 0) for index, tier in enumerate(tiers)]
