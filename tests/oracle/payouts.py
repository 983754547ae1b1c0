"""What a payout curve leaves each credit: where the curve stands after it, less what has been paid and still stands.

A step of 500 is reached, the deal that reached it is cancelled and its 500 go back; reaching it again pays 500 again.

>>> from tests.oracle.placing import at
>>> first = at()
>>> back = at()
>>> back.takes_back = first
>>> [str(amount) for amount in standing([first, back, at()], [Fraction(500), Fraction(0), Fraction(500)])]
['500', '0', '500']
>>> back.takes_back = at()
>>> [str(amount) for amount in standing([first, back, at()], [Fraction(500), Fraction(0), Fraction(500)])]
['500', '0', '0']
"""

from fractions import Fraction

from tests.oracle.model import Place


def standing(places: list[Place], curve: list[Fraction]) -> list[Fraction]:
    """The amount of each place of one accumulator, given where the curve stands after each.

    What a reversal takes back of this accumulator no longer stands as paid; the reversal itself earns nothing here.
    """
    paid: dict[Place, Fraction] = {}
    for place, now in zip(places, curve, strict=True):
        if place.takes_back in paid:
            paid[place] = -paid[place.takes_back]
        else:
            paid[place] = Fraction(0) if place.takes_back else now - sum(paid.values(), Fraction(0))
    return [Fraction(0) if place.takes_back else paid[place] for place in places]
