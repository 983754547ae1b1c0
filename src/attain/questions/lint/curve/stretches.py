"""The stretches of a payout curve between its bounds, and what each further unit pays in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from attain.documents import Quantity
from attain.questions.curves import PayoutCurve


@dataclass(frozen=True)
class Stretch:
    """A stretch of the measure between two bounds, or beyond the last.

    Attributes:
        starts: the bound it starts at.
        ends: the bound it ends before; None for the last.
        paid: what the measure is worth where it starts.
        first: what the first further unit pays in it, per unit.
        last: what its last further unit pays, per unit.
    """

    starts: Quantity
    ends: Quantity | None
    paid: Fraction
    first: Fraction
    last: Fraction

    @property
    def is_flat(self) -> bool:
        """Whether more sales pay nothing in it."""
        return self.first == 0 and self.last == 0


def stretches(curve: PayoutCurve) -> Iterator[Stretch]:
    """Yield the stretches from left to right; bounds that lie on one place have none between them."""
    bounds = list(curve.rate.bounds())
    step = curve.measure_unit
    for number, starts in enumerate(bounds):
        ends = bounds[number + 1] if number + 1 < len(bounds) else None
        low = curve.place_of(starts) + (1 if curve.rate.boundary == "above" else 0)
        far = low + 1000 * max(step, abs(low))
        high = far if ends is None else curve.place_of(ends) - (0 if curve.rate.boundary == "above" else 1)
        if high - low < 2:
            continue
        wide = max(1, min(step, (high - low) // 2))
        paid, first, before, last = curve.at([low, low + wide, high - wide, high])
        scale = Fraction(step, wide)
        yield Stretch(starts, ends, paid, (first - paid) * scale, (last - before) * scale)
