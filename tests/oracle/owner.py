"""Credit to one payee, named by a column of the deal.

>>> from datetime import date
>>> from tests.oracle.model import Deal
>>> recipients("rep", Deal("deals", "1", {"rep": "ana"}, {}))
[Recipient(payee='ana', pay=Fraction(1, 1), quota=Fraction(1, 1), credit_type='direct', seller=None, levels_above=None)]
"""

from fractions import Fraction

from tests.oracle.model import Deal, Recipient


def recipients(column: str, deal: Deal) -> list[Recipient]:
    """The payee named in ``column``, with the whole deal; nobody where the cell is empty."""
    payee = deal.columns[column]
    return [] if payee is None else [Recipient(payee, Fraction(1), Fraction(1))]
