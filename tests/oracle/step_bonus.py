"""The highest step reached, once: a credit earns the step after it, less the step before it.

Steps of 500 at 10 and 1,200 at 20: the credit that lifts the count from 9 to 10 earns 500, the one to 20 earns 700.

>>> from tests.oracle.placing import at
>>> steps = [(10, "500"), (20, "1200")]
>>> [str(amount) for amount in pay({"steps": steps}, [at(after=10, table=steps), at(after=20, table=steps)])]
['500', '700']
>>> [str(amount) for amount in pay({"every": "5"}, [at(after=14, table=[(5, "100")])])]
['200']
"""

from fractions import Fraction
from math import ceil, floor

from tests.oracle.model import Place
from tests.oracle.payouts import standing
from tests.oracle.tables import is_past


def pay(rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator."""
    read = multiples if "every" in rate else step
    return standing(places, [place.stake * read(rate, place) for place in places])


def step(rate: dict, place: Place) -> Fraction:
    """The pay of the highest step reached; nothing below the first."""
    if place.after is None:
        return Fraction(0)
    boundary = rate.get("boundary", "reached")
    return max(((at, y) for at, y in place.table if is_past(place.after, at, boundary)), default=(0, Fraction(0)))[1]


def multiples(rate: dict, place: Place) -> Fraction:
    """The pay for each whole multiple reached above the start; the table's only row is (every, pay)."""
    if place.after is None:
        return Fraction(0)
    (every, each), *start = place.table
    steps = (place.after - (start[0][0] if start else 0)) / every
    number = ceil(steps) - 1 if rate.get("boundary") == "above" else floor(steps)
    return max(number, 0) * each
