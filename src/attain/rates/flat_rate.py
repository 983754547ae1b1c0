"""flat_rate: base x pay.

1,000.00 at 5 % pays 50.00. A return of 200.00 takes 10.00 back.
Source: docs/behaviours/rates.md. Oracle: tests/oracle/flat_rate.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from attain.rates.model import Pay, RateModel
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import ReadyTier


class FlatRate(RateModel):
    """One rate on every credit. ``rate: 8%`` is short for it.

    Attributes:
        pay: a percent of money, or an amount for each thing.
    """

    when_unknown: ClassVar[Mapping[str, str]] = {
        "tiers": "say how the tiers are read: kind: marginal_tiers (each slice alone) or whole_tiers (all by the last)",
        "steps": "say what the steps are: kind: step_bonus",
        "points": "say what the points are: kind: interpolated",
        "pot": "say what the pot is: kind: pool",
    }
    kind: Literal["flat_rate"] = "flat_rate"
    pay: Pay

    def pays(self) -> Iterator[Pay]:
        """Yield the one pay."""
        yield self.pay


def rate(_model: FlatRate, tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit: base x pay, exact."""
    return Rated(line=base_times(ground, tiers[0]))


def base_times(ground: Ground, tier: ReadyTier) -> Part:
    """Multiply the pay base by a pay."""
    base = ground.pay_base
    if tier.constant is not None:
        return Part(base.value.times(tier.constant), base.per)
    return Part(base.value.times_exact(tier.pay), base.per)
