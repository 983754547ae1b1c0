"""whole_tiers: the tier reached pays on everything (retroactive, cliff, highest rate).

5 % below 100,000, 8 % from there: 99,999 pays 4,999.95, 100,000 pays 8,000.00; the credit that crosses
carries the true-up of what came before it. Falling back takes it away again.
With B the cumulative base and r the rate at the measure, everything is worth r(x) B; a credit earns what it adds.
Source: pay.md section 3. Oracle: tests/oracle/whole_tiers.py.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

import polars as pl

from attain.documents import Quantity
from attain.money import Exact, integer_type
from attain.rates.flat_rate import base_times
from attain.rates.model import Pay, RateModel, Tiers, TierTable
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import ReadyTier, reached


class WholeTiers(RateModel):
    """Tiers, the one reached paying on everything."""

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

    The frame must carry ``paid_0``, ``paid_1``, ...: each tier's pay on everything so far (see ``with_paid``).
    """
    state = Exact.constant(Fraction(0))
    for index, tier in enumerate(tiers):
        own = base_times(ground, tier).value
        paid = Exact.column(f"paid_{index}", own.summed(ground.row_count), own.denominator)
        state = paid.where(reached(tier, ground, "x1", model.boundary, first=index == 0), state)
    return Rated(state=Part(state, ground.pay_base.per))


def with_paid(frame: pl.DataFrame, tiers: Sequence[ReadyTier], ground: Ground) -> pl.DataFrame:
    """Add each tier's pay on the whole base so far, per accumulator in credit order."""
    columns = []
    for index, tier in enumerate(tiers):
        own = base_times(ground, tier).value
        wide = own.numerator.cast(integer_type(own.summed(ground.row_count)))
        columns.append(wide.cum_sum().over("accumulator").alias(f"paid_{index}"))
    return frame.with_columns(columns)
