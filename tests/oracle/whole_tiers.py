"""Everything at the rate of the tier reached: a credit earns what the whole is worth after it, less what it was before.

A reversal at the original rate takes its base and its attainment out of the whole, and earns nothing by that.

5 % and 8 % from 100,000, two credits of 60,000: 3,000, then 120,000 × 8 % − 3,000 = 6,600.

>>> from tests.oracle.placing import at
>>> tiers = [(0, "5%"), (100000, "8%")]
>>> [str(a) for a in pay({}, [at(base=60000, after=60000, table=tiers), at(base=60000, after=120000, table=tiers)])]
['3000', '6600']
"""

from fractions import Fraction

from tests.oracle.model import Place, Table
from tests.oracle.tables import reached


def pay(rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator; the base adds up for each table by itself."""
    bases: dict[Table, Fraction] = {}
    worth, amounts = Fraction(0), []
    for place in places:
        bases[place.table] = bases.get(place.table, Fraction(0)) + place.base
        now = sum((b * reached(t, place.after, rate.get("boundary", "reached")) for t, b in bases.items()), Fraction(0))
        amounts.append(Fraction(0) if place.takes_back else now - worth)
        worth = now
    return amounts
