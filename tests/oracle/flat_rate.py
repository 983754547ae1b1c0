"""One rate on everything: base × rate.

>>> from tests.oracle.placing import at
>>> [str(amount) for amount in pay({}, [at(base=250, table=[(0, "8%")])])]
['20']
"""

from fractions import Fraction

from tests.oracle.model import Place


def pay(_rate: dict, places: list[Place]) -> list[Fraction]:
    """The exact amount of each credit of one accumulator."""
    return [place.base * place.table[0][1] for place in places]
