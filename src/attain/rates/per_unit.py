"""per_unit: money for each thing the measure counts.

10 units at 50.00 pay 500.00; a returned unit takes 50.00 back.
Source: docs/behaviours/rates.md. Oracle: tests/oracle/per_unit.py.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from attain.rates.model import Pay, RateModel
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import ReadyTier


class PerUnit(RateModel):
    """An amount of money for each unit.

    Attributes:
        pay: the amount for one unit.
    """

    kind: Literal["per_unit"]
    pay: Pay

    def pays(self) -> Iterator[Pay]:
        """Yield the one pay."""
        yield self.pay


def rate(_model: PerUnit, tiers: Sequence[ReadyTier], ground: Ground) -> Rated:
    """Rate each credit: units x money, exact."""
    tier = tiers[0]
    if tier.constant is not None:
        return Rated(line=Part(ground.units.times(tier.constant)))
    return Rated(line=Part(ground.units.times_exact(tier.pay)))
