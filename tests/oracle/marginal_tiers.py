"""Each slice at the rate of its own tier: base × the mean rate between the measure before and after.

145,000 reached, a deal of 20,000, 4 % and 6 % from 150,000: 5,000 × 4 % + 15,000 × 6 % = 1,100.

>>> from tests.oracle.placing import at
>>> tiers = [(0, "4%"), (150000, "6%")]
>>> [str(amount) for amount in pay({}, [at(base=20000, before=145000, after=165000, table=tiers)])]
['1100']
"""

from fractions import Fraction

from tests.oracle.model import Place, Table
from tests.oracle.tables import reached


def pay(rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator."""
    return [place.base * mean_rate(place, rate.get("boundary", "reached")) for place in places]


def mean_rate(place: Place, boundary: str) -> Fraction:
    """The mean of the rate over the way walked; the rate at the spot where the measure stood still."""
    if place.before is None or place.after is None or place.before == place.after:
        return reached(place.table, place.after, boundary)
    low, high = sorted((place.before, place.after))
    return _area(place.table, low, high) / (high - low)


def _area(tiers: Table, low: Fraction, high: Fraction) -> Fraction:
    """The area under the rate from ``low`` to ``high``, tier by tier."""
    area = Fraction(0)
    for number, (bound, rate) in enumerate(tiers):
        first = low if number == 0 and bound == 0 else max(low, bound)
        last = high if number == len(tiers) - 1 else min(high, tiers[number + 1][0])
        area += rate * max(Fraction(0), last - first)
    return area
