"""Cancelled and walked back: a negative credit on the day of the cancellation, from the top of the curve.

>>> from datetime import date
>>> from tests.oracle.model import Credit, Deal
>>> ten = {"value": Fraction(10)}
>>> deal = Deal("deals", "1", {}, {})
>>> credit = Credit("c", deal, "ana", "direct", None, date(2026, 1, 5), Fraction(1), ten, ten, ten)
>>> back = taken_back(credit, on=date(2026, 4, 1), share=Fraction(1), unit=Fraction(1, 100))
>>> back.paid["value"], back.dated, back.is_unwound
(Fraction(-10, 1), datetime.date(2026, 4, 1), True)
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.oracle.model import Credit
from tests.oracle.rounding import finest, half_away

WHOLE = Fraction(1)


def taken_back(
    credit: Credit, *, on: date, share: Fraction, unit: Fraction, counts: frozenset[str] = frozenset()
) -> Credit:
    """The negative credit: every amount times the share, with the opposite sign; those in ``counts`` are whole."""
    amounts = {
        name: {
            text: -_part(amount, share, WHOLE if text in counts else unit)
            for text, amount in getattr(credit, name).items()
        }
        for name in ("paid", "counted", "whole")
    }
    return replace(credit, dated=on, is_unwound=True, credited_on=credit.as_of, origin=credit, **amounts)


def _part(amount: Fraction, share: Fraction, unit: Fraction) -> Fraction:
    return amount if share == 1 else half_away(amount * share, finest(amount, unit))
