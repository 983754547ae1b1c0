"""Credit to the payees of several columns, with the shares written in the plan.

>>> from tests.oracle.model import Deal
>>> deal = Deal("deals", "1", {"ae": "ana", "sdr": "ben"}, {})
>>> [(r.payee, str(r.pay), str(r.quota)) for r in recipients({"ae": "60%", "sdr": {"pay": "40%", "quota": "0%"}}, deal)]
[('ana', '3/5', '3/5'), ('ben', '2/5', '0')]
"""

from fractions import Fraction

from tests.oracle.model import Deal, Recipient


def recipients(shares: dict[str, str | dict[str, str]], deal: Deal) -> list[Recipient]:
    """One recipient per payee and kind; an overlay stands apart from the others' 100 %."""
    pay: dict[tuple[str, str], Fraction] = {}
    quota: dict[tuple[str, str], Fraction] = {}
    for column, written in shares.items():
        share = {"pay": written} if isinstance(written, str) else written
        payee, kind = deal.columns[column], "overlay" if share.get("overlay") == "true" else "split"
        if payee is not None:
            pay[payee, kind] = pay.get((payee, kind), Fraction(0)) + _percent(share["pay"])
            counts = _percent(share.get("quota", share["pay"]))
            quota[payee, kind] = quota.get((payee, kind), Fraction(0)) + counts
    return [Recipient(payee, pay[payee, kind], quota[payee, kind], kind) for payee, kind in pay]


def _percent(text: str) -> Fraction:
    return Fraction(text.rstrip("% ")) / 100
