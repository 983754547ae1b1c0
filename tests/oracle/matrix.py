"""A table with several dimensions: the cell that a credit is in, or the cells that it walks through.

Quarter against 100,000 and year against 400,000; 8 %, and above the quarter's line 12 %, once the year is above its own
15 %. 80,000 that lift the quarter from 50,000 and the year from 390,000 cross the year's line after 10,000 and the
quarter's after 50,000: 10,000 × 8 % + 40,000 × 8 % + 30,000 × 15 % = 8,500.

>>> from tests.oracle.placing import at
>>> cells = {(0, 0): "8%", (0, 1): "12%", (1, 0): "8%", (1, 1): "15%"}
>>> place = at(base=80000)
>>> place.cells = {cell: number(pay) for cell, pay in cells.items()}
>>> bounds = (number("0%"), number("100%"))
>>> place.axes = (Axis(bounds, number("97.5%"), number("117.5%")), Axis(bounds, number("50%"), number("130%")))
>>> [str(amount) for amount in pay({"apply": "marginal"}, [place])]
['8500']
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tests.oracle.model import Place
from tests.oracle.payouts import standing
from tests.oracle.tables import is_past
from tests.oracle.world import number

__all__ = ["Axis", "number", "pay"]


@dataclass(frozen=True)
class Axis:
    """One dimension of a matrix as a credit meets it.

    Attributes:
        bounds: where its bands start; empty where a word decides.
        before: the measure before the credit; a value of the credit stands still.
        after: the same after it; None if undefined.
        band: the place of a word in its list; None if it is in none.
        is_measure: whether credits move it.
    """

    bounds: tuple[Fraction, ...] = ()
    before: Fraction | None = None
    after: Fraction | None = None
    band: int | None = None
    is_measure: bool = True

    def at(self, part: Fraction) -> Fraction:
        """The measure after a part of the way."""
        return self.before + (self.after - self.before) * part

    @property
    def moves(self) -> bool:
        """Whether the credit moves it."""
        return self.before is not None and self.after is not None and self.before != self.after

    def cuts(self) -> list[Fraction]:
        """After which parts of the way a bound is crossed."""
        if not self.moves:
            return []
        parts = [(bound - self.before) / (self.after - self.before) for bound in self.bounds]
        return [part for part in parts if 0 < part < 1]

    def band_of(self, x: Fraction | None, boundary: str) -> int | None:
        """The band of a value; a first band from 0 also holds below 0, below a later one there is none."""
        if not self.bounds:
            return self.band
        if x is None:
            return None
        band = 0 if self.bounds[0] == 0 else None
        for place, bound in enumerate(self.bounds):
            if is_past(x, bound, boundary):
                band = place
        return band


def pay(rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator."""
    boundary = rate.get("boundary", "reached")
    if rate.get("is_payout"):
        return standing(places, [place.stake * pay_at(place, place.axes, boundary) for place in places])
    if rate.get("apply") == "marginal":
        return [place.base * mean_pay(place, boundary) for place in places]
    return whole(places, boundary)


def pay_at(place: Place, now: tuple[Axis, ...], boundary: str) -> Fraction:
    """What a credit's cell pays: by its own values and words, and by where the measures stand now."""
    axes = [current if own.is_measure else own for own, current in zip(place.axes, now, strict=True)]
    cell = tuple(axis.band_of(axis.after, boundary) for axis in axes)
    return Fraction(0) if None in cell else place.cells[cell]


def whole(places: list[Place], boundary: str) -> list[Fraction]:
    """What all credits together are worth at the cell reached now, less what they were worth before."""
    alike: dict[tuple, tuple[Place, Fraction]] = {}
    worth, amounts = Fraction(0), []
    for place in places:
        key = (tuple(place.cells.items()), *(axis for axis in place.axes if not axis.is_measure))
        base = alike[key][1] if key in alike else Fraction(0)
        alike[key] = (place, base + place.base)
        now = sum((b * pay_at(one, place.axes, boundary) for one, b in alike.values()), Fraction(0))
        amounts.append(Fraction(0) if place.takes_back else now - worth)
        worth = now
    return amounts


def mean_pay(place: Place, boundary: str) -> Fraction:
    """The mean over the way: each piece between two cuts lies in one cell, which its middle tells."""
    parts = sorted({Fraction(0), Fraction(1), *(part for axis in place.axes for part in axis.cuts())})
    mean = Fraction(0)
    for start, end in pairwise(parts):
        cell = tuple(
            axis.band_of(axis.at((start + end) / 2), "reached") if axis.moves else axis.band_of(axis.after, boundary)
            for axis in place.axes
        )
        mean += (end - start) * (Fraction(0) if None in cell else place.cells[cell])
    return mean
