"""One conversion worked out step by step, as a statement tells it; the same numbers as for whole columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from attain.money.currency import minor_digits
from attain.money.exchange.rates import FxLeg, FxRate
from attain.money.rounding import round_fraction


@dataclass(frozen=True)
class FxStep:
    """One step: ``before`` in the currency sold, times the rate, is ``after`` in the currency bought."""

    leg: FxLeg
    before: Fraction
    after: Fraction


def steps_of(worth: Fraction, rate: FxRate, decimals: int, *, rounds_each_step: bool) -> Iterator[FxStep]:
    """Yield the steps of a conversion: each rounded to its minor unit, or only the last, to ``decimals``.

    >>> from datetime import date
    >>> from attain.money.exchange.rates import FxRow
    >>> row = FxRow("spot", "GBP", "USD", date(2026, 3, 5), None, Fraction("1.2234"))
    >>> [str(s.after) for s in steps_of(Fraction("33.35"), FxRate((FxLeg(row),)), 2, rounds_each_step=False)]
    ['204/5']
    """
    for number, leg in enumerate(rate.legs, start=1):
        after = worth * leg.value
        digits = minor_digits(leg.bought) if rounds_each_step else decimals
        is_last = number == len(rate.legs)
        if rounds_each_step or is_last:
            unit = 10 ** (min(decimals, digits) if is_last else digits)
            after = Fraction(round_fraction(after * unit), unit)
        yield FxStep(leg, worth, after)
        worth = after
