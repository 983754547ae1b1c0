"""Credit to everybody who is there on the day of the row, each with the whole of it.

>>> [r.payee for r in present([{"payee": "ana"}, {"payee": "ben"}, {"payee": "ana"}])]
['ana', 'ben']
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tests.oracle.model import Recipient, Value


def present(people: Iterable[Mapping[str, Value]]) -> list[Recipient]:
    """Each of ``people`` once."""
    named = dict.fromkeys(row["payee"] for row in people)
    return [Recipient(payee, Fraction(1), Fraction(1), "team") for payee in named]
