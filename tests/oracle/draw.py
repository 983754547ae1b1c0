"""Draws: what is paid on top of or up to an amount, and how a recoverable balance comes back.

Recoverable, tops up to 2,000: 1,500 earned pay 2,000 and owe 500; the next month 2,375 pay 2,000 and owe 125.

>>> str(paid({"tops_up_to": "2000"}, earned=Fraction(1500), runs=True, amount=Fraction(2000)))
'500'
>>> str(recovered({"percent": "100%"}, balance=Fraction(500), earned=Fraction(2375), keep=Fraction(2000)))
'375'
"""

from fractions import Fraction

from tests.oracle.world import number


def paid(draw: dict, *, earned: Fraction, runs: bool, amount: Fraction, room: Fraction | None = None) -> Fraction:
    """The draw of one pay period: an addition, or what is missing to an amount; at most what may still be owed."""
    if not runs:
        return Fraction(0)
    wanted = amount if "adds" in draw else max(Fraction(0), amount - earned)
    return wanted if room is None else min(wanted, max(Fraction(0), room))


def recovered(recover: dict, *, balance: Fraction, earned: Fraction, keep: Fraction) -> Fraction:
    """What comes back of a balance in one pay period, not yet rounded: a share of what is earned above ``keep``."""
    return min(balance, number(recover.get("percent", "100%")) * max(Fraction(0), earned - keep))
