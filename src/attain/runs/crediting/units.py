"""How finely the amounts of a credit are kept: what they are, and how many stored integers make one natural unit."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Unit:
    """What an amount of a credit is, and how many stored integers make one natural unit.

    Attributes:
        kind: what it is.
        per_natural: of what is paid on.
        counted_per_natural: of what counts towards measures.
        deal_per_natural: of the deal's own value, where any is in another currency; else 0.
    """

    kind: str
    per_natural: int
    counted_per_natural: int
    deal_per_natural: int = 0

    @classmethod
    def alike(cls, kind: str, per_natural: int) -> "Unit":
        """A unit of an amount that is paid on as it counts."""
        return cls(kind, per_natural, per_natural)

    def of(self, side: str) -> int:
        """Stored integers per natural unit of one side of the amount: pay, quota or full."""
        return self.per_natural if side == "pay" else self.counted_per_natural

    @property
    def is_money(self) -> bool:
        """Whether it is money in minor units."""
        return self.kind == "money"

    def finer(self, side: str, digits: int) -> int:
        """Stored integers per minor unit of money; 1 for anything else."""
        return self.of(side) // 10**digits if self.is_money else 1


def split_step(finer: int, stored: pl.Expr) -> pl.Expr:
    """The unit an amount is split in: the minor unit, or the last decimal that it has beyond it.

    Args:
        finer: stored integers per minor unit, a power of ten.
        stored: the amounts.
    """
    step = pl.lit(1, pl.Int64)
    tried = 10
    while tried <= finer:
        step = pl.when(stored % tried == 0).then(pl.lit(tried, pl.Int64)).otherwise(step)
        tried *= 10
    return step
