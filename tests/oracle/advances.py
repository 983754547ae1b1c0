"""Advances: what of a deal is paid before its schedule says that it is earned.

540 of 720 are paid at once, and 60 a month are earned; in the fourth month 300 are still in advance.

>>> str(ahead(Fraction(720), Fraction(540), share=Fraction(4, 12), unit=Fraction(1, 100)))
'300'

Once the deal is cancelled, what stays is earned. A return stands the other way round.

>>> str(ahead(Fraction(240), Fraction(240), share=Fraction(1), unit=Fraction(1, 100)))
'0'
>>> str(ahead(Fraction(-720), Fraction(-540), share=Fraction(4, 12), unit=Fraction(1, 100)))
'-300'
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracle.model import Line
from tests.oracle.rounding import half_away

Deal = tuple[str, str, str, str]
NONE = Fraction(0)


@dataclass
class Advances:
    """What every deal was ahead of its schedule at the end of the last period."""

    known: dict[Deal, Fraction] = field(default_factory=dict)

    def moved(self, standing: Iterable[tuple[Line, Fraction, Fraction, Fraction]], unit: Fraction) -> list[dict]:
        """By how much the advance on each deal changes: lines, what they are worth, what is paid, what is earned."""
        worth: dict[Deal, Fraction] = defaultdict(Fraction)
        paid: dict[Deal, Fraction] = defaultdict(Fraction)
        shares: dict[Deal, Fraction] = {}
        for line, amount, cash, share in standing:
            key = (line.payee, line.component, line.credit.deal.source, line.credit.deal.id)
            worth[key] += amount
            paid[key] += cash
            shares[key] = max(share, shares.get(key, share))
        now = {key: ahead(worth[key], paid[key], share=shares[key], unit=unit) for key in worth}
        changes = {key: now.get(key, NONE) - self.known.get(key, NONE) for key in {*now, *self.known}}
        self.known = now
        return [{"payee": key[0], "advance": change} for key, change in changes.items() if change]


def ahead(worth: Fraction, paid: Fraction, *, share: Fraction, unit: Fraction) -> Fraction:
    """What is paid beyond the share that is earned; nothing where more is earned than paid."""
    beyond = paid - half_away(worth * share, unit)
    return beyond if beyond * worth > 0 else NONE


def is_settled(line: Line, before: date) -> bool:
    """Whether the deal behind a line is cancelled before a day."""
    on = line.credit.origin.cancelled_on if line.credit.origin else line.credit.cancelled_on
    return on is not None and on < before
