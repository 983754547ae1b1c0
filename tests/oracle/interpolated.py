"""A straight line from point to point: of a rate that holds for everything, or of a payout that is paid once.

Points 90 %: 70 %, 100 %: 100 % of a target incentive of 10,000, reached 98 %: 94 % are 9,400.

>>> from tests.oracle.placing import at
>>> points = [("90%", "70%"), ("100%", "100%")]
>>> [str(amount) for amount in pay({"is_payout": True}, [at(after="98%", stake=10000, table=points)])]
['9400']
>>> [str(amount) for amount in pay({}, [at(base=1000, after="95%", table=points), at(after="100%", table=points)])]
['850', '150']
"""

from fractions import Fraction

from tests.oracle.model import Place, Table
from tests.oracle.payouts import standing


def pay(rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator."""
    if rate.get("is_payout"):
        return standing(places, [place.stake * value_at(rate, place.table, place.after) for place in places])
    bases: dict[Table, Fraction] = {}
    worth, amounts = Fraction(0), []
    for place in places:
        bases[place.table] = bases.get(place.table, Fraction(0)) + place.base
        now = sum((base * value_at(rate, table, place.after) for table, base in bases.items()), Fraction(0))
        amounts.append(Fraction(0) if place.takes_back else now - worth)
        worth = now
    return amounts


def value_at(rate: dict, points: Table, x: Fraction | None) -> Fraction:
    """The curve at ``x``; of two points with the same x the later one holds there."""
    if x is None:
        return Fraction(0)
    if x < points[0][0]:
        return rate.get("below", Fraction(0))
    at = max(number for number, (bound, _) in enumerate(points) if bound <= x)
    if at + 1 < len(points):
        return _between(points[at], points[at + 1], x)
    sloped = len(points) > 1 and points[-2][0] < points[-1][0]
    if rate.get("beyond", "flat") == "extend" and sloped:
        return _between(points[-2], points[-1], x)
    return points[-1][1]


def _between(left: tuple[Fraction, Fraction], right: tuple[Fraction, Fraction], x: Fraction) -> Fraction:
    return left[1] + (x - left[0]) * (right[1] - left[1]) / (right[0] - left[0])
