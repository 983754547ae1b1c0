"""Credit to everybody who is in a team on the day of the deal, each with the whole deal.

>>> [r.payee for r in members("north", [{"payee": "ana", "team": "north"}, {"payee": "ben", "team": "south"}])]
['ana']
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tests.oracle.model import Recipient, Value


def members(team: Value, people: Iterable[Mapping[str, Value]]) -> list[Recipient]:
    """The payees among ``people`` whose team is ``team``."""
    named = [row["payee"] for row in people if team is not None and row.get("team") == team]
    return [Recipient(payee, Fraction(1), Fraction(1), "team") for payee in named]
