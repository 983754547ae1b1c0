"""What money is worth that is paid at the rate of its payment, and goes back at the rate at which it was paid.

100.00 GBP booked at 1.22 and paid at 1.25 are 125.00 USD. If half of it goes back later, half of the 125.00 goes back,
62.50, whatever the rate is by then.
Source: docs/behaviours/currency.md. Oracle: ``tests/oracle/exchange.py``.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from attain.money.rounding import round_fraction


class Payout(NamedTuple):
    """What a pay period pays of a line.

    Attributes:
        to_date: all that was paid of it by then, in minor units of the plan's currency.
        worth: what this period pays of it, at the rate of the payment, in minor units of the pay currency.
        worth_to_date: all of it at that rate.
    """

    to_date: int
    worth: int
    worth_to_date: int


def paid_to_date(payouts: Iterable[Payout]) -> Iterator[int]:
    """Yield what a line has been paid after each period, in minor units of the pay currency.

    More is paid at the rate of its payment. Less goes back in proportion to what was paid; what goes beyond it is owed
    at the rate of the payment.

    >>> list(paid_to_date([Payout(10000, 12500, 12500), Payout(5000, -6400, 6400), Payout(0, -6000, 0)]))
    [12500, 6250, 0]
    """
    before, paid = 0, 0
    for payout in payouts:
        now = payout.to_date
        if before * now < 0:
            paid = payout.worth_to_date
        elif abs(now) > abs(before):
            paid += payout.worth
        elif before:
            paid = round_fraction(Fraction(paid * now, before))
        yield paid
        before = now
