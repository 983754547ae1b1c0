"""rank_prize: prizes for the first places of a measure, once its window has ended.

Prizes of 5,000, 3,000 and 1,000 for 90, 70, 70 and 40: the two who tie for the second place share 3,000 + 1,000 and
take 2,000 each (``shared``); with ``min`` both take the prize of the second place, 3,000, and nobody is third; with
``dense`` the same, and the next one is third and takes 1,000.
Source: docs/behaviours/windows.md. Oracle: tests/oracle/rank_prize.py.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from attain.documents import Expression, PositiveQuantity
from attain.measures.rank import places
from attain.money import Rounding, largest_remainder, round_fraction
from attain.rates.model import Pay, RateModel

Ties = Literal["shared", "dense", "min"]


class RankPrize(RateModel):
    """Prizes for the first places.

    Attributes:
        prizes: what each place wins, from the first on.
        among: who takes part; everybody on the plan when absent.
        ties: what happens to those of one value: they share the prizes of their places, or each wins a whole one.
    """

    kind: Literal["rank_prize"]
    prizes: Annotated[tuple[PositiveQuantity, ...], Field(min_length=1)]
    among: Expression | None = None
    ties: Ties = "shared"

    def pays(self) -> Iterator[Pay]:
        """Yield nothing: a prize is no pay for each."""
        yield from ()


def prizes_won(prizes: Sequence[Fraction], values: Sequence[Fraction], ties: Ties, rounding: Rounding) -> list[int]:
    """Return what each value wins, in minor units.

    Args:
        prizes: in minor units, from the first place on.
        values: what is ranked; a pooled prize that does not divide goes to the first of equal ones.
        ties: what equal values win.
        rounding: of each prize, or of each pooled prize.
    """
    place_of = places(values, dense=ties == "dense")
    if ties != "shared":
        return [round_fraction(_prize(prizes, place), rounding) for place in place_of]
    won = [0] * len(values)
    for place in set(place_of):
        tied = [number for number, own in enumerate(place_of) if own == place]
        pooled = sum((_prize(prizes, place + step) for step in range(len(tied))), Fraction(0))
        parts = largest_remainder(pooled, [Fraction(1, len(tied))] * len(tied), rounding)
        for number, part in zip(tied, parts, strict=True):
            won[number] = part
    return won


def _prize(prizes: Sequence[Fraction], place: int) -> Fraction:
    return prizes[place - 1] if place <= len(prizes) else Fraction(0)
