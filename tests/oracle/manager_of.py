"""Credit to the managers above a deal's sellers, each once with the whole deal.

>>> above = {"ana": "mia", "ben": "mia", "mia": "zoe"}.get
>>> [(r.payee, r.seller, r.levels_above) for r in chain(["ana", "ben"], 2, above)]
[('mia', 'ana', 1), ('zoe', 'mia', 2)]
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

from tests.oracle.model import Recipient


def chain(sellers: Iterable[str], levels: int, manager_above: Callable[[str], str | None]) -> list[Recipient]:
    """Every distinct manager at most ``levels`` above a seller, with the first person found one step below."""
    found: dict[str, tuple[str, int]] = {}
    for seller in sellers:
        below = seller
        for level in range(1, levels + 1):
            manager = manager_above(below)
            if manager is None:
                break
            if manager not in found or level < found[manager][1]:
                found[manager] = below, level
            below = manager
    return [
        Recipient(payee, Fraction(1), Fraction(1), "rollup", below, level) for payee, (below, level) in found.items()
    ]
