"""Credit to everybody in the deal's child table, each with a share of pay and a share of quota.

>>> from tests.oracle.model import Deal
>>> half, quarter = Fraction(1, 2), Fraction(1, 4)
>>> rows = [{"payee": "ana", "share": quarter}, {"payee": "ben", "share": half}, {"payee": "ana", "share": quarter}]
>>> [(r.payee, str(r.pay), str(r.quota)) for r in recipients("splits", Deal("deals", "1", {}, {"splits": rows}))]
[('ana', '1/2', '1/2'), ('ben', '1/2', '1/2')]
"""

from fractions import Fraction

from tests.oracle.model import Deal, Recipient
from tests.oracle.rounding import whole


def recipients(child: str, deal: Deal) -> list[Recipient]:
    """One recipient per payee; a payee named twice has both shares; no quota share written: it is the pay share."""
    pay: dict[str, Fraction] = {}
    quota: dict[str, Fraction] = {}
    for row in deal.children[child]:
        counts = row.get("quota_share")
        pay[row["payee"]] = pay.get(row["payee"], Fraction(0)) + row["share"]
        quota[row["payee"]] = quota.get(row["payee"], Fraction(0)) + (row["share"] if counts is None else counts)
    pay, quota = whole(pay), whole(quota)
    return [Recipient(payee, pay[payee], quota[payee], "split") for payee in pay]
