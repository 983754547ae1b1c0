"""Money for each thing counted: count × pay.

>>> from tests.oracle.placing import at
>>> [str(amount) for amount in pay({}, [at(base=10, table=[(0, "50")])])]
['500']
"""

from fractions import Fraction

from tests.oracle.model import Place


def pay(_rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator; the base is the count."""
    return [place.base * place.table[0][1] for place in places]
