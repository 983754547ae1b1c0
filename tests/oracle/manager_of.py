"""Credit to the managers above a deal's sellers, each once with the whole deal.

>>> above = {"ana": "mia", "ben": "mia", "mia": "zoe"}.get
>>> [(r.payee, r.seller) for r in chain(["ana", "ben"], 2, above)]
[('mia', 'ana'), ('zoe', 'mia')]
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

from tests.oracle.model import Recipient


def chain(sellers: Iterable[str], levels: int, manager_above: Callable[[str], str | None]) -> list[Recipient]:
    """Every distinct manager at most ``levels`` above a seller, with the first person found one step below."""
    found: dict[str, str] = {}
    for seller in sellers:
        below = seller
        for _ in range(levels):
            manager = manager_above(below)
            if manager is None:
                break
            found.setdefault(manager, below)
            below = manager
    return [Recipient(payee, Fraction(1), Fraction(1), "rollup", below) for payee, below in found.items()]
