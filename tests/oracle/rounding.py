"""Rounding and sharing out, one number at a time.

>>> half_away(Fraction("-0.125"), Fraction("0.01"))
Fraction(-13, 100)
>>> [str(part) for part in running([Fraction(1, 200)] * 3, Fraction("0.01"))]
['1/100', '0', '1/100']
>>> {payee: str(part) for payee, part in shared_out(Fraction(1), {"b": Fraction(1, 3), "a": Fraction(1, 3),
...     "c": Fraction(1, 3)}, Fraction("0.01")).items()}
{'b': '33/100', 'a': '17/50', 'c': '33/100'}
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor


def half_away(number: Fraction, unit: Fraction) -> Fraction:
    """Round to a multiple of ``unit``, halves away from zero."""
    size = floor(abs(number) / unit + Fraction(1, 2)) * unit
    return size if number >= 0 else -size


def finest(number: Fraction, minor: Fraction) -> Fraction:
    """The unit an amount is kept in: the minor unit, or its own last decimal where it has more (up to nine).

    >>> str(finest(Fraction("20565.6206"), Fraction("0.01"))), str(finest(Fraction(1, 3), Fraction("0.01")))
    ('1/10000', '1/100')
    """
    unit = minor
    while unit >= Fraction(1, 10**9):
        if (number / unit).denominator == 1:
            return unit
        unit /= 10
    return minor


def running(numbers: Sequence[Fraction], unit: Fraction) -> list[Fraction]:
    """Round a sequence so that every running total is the rounded running total."""
    rounded: list[Fraction] = []
    total = Fraction(0)
    for number in numbers:
        rounded.append(half_away(total + number, unit) - half_away(total, unit))
        total += number
    return rounded


def shared_out(value: Fraction, shares: Mapping[str, Fraction], unit: Fraction) -> dict[str, Fraction]:
    """Share ``value`` out so that the parts sum to the rounded value times the sum of the shares.

    Each part is cut down to the unit; what is missing goes, one unit each, to the largest remainders, and among equal
    remainders to the name that comes first in the alphabet. A negative value mirrors the positive one.
    """
    sign = 1 if value >= 0 else -1
    exact = {name: abs(value) * share for name, share in shares.items()}
    parts = {name: floor(amount / unit) * unit for name, amount in exact.items()}
    missing = (half_away(sum(exact.values(), Fraction(0)), unit) - sum(parts.values(), Fraction(0))) / unit
    by_remainder = sorted(exact, key=lambda name: (-(exact[name] - parts[name]), name))
    for name in by_remainder[: int(missing)]:
        parts[name] += unit
    return {name: sign * part for name, part in parts.items()}


def whole(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Shares that were cut to hundredths of a percent, made whole again: three times 33.33 % are three thirds."""
    total = sum(shares.values(), Fraction(0))
    is_cut = 0 < abs(1 - total) <= Fraction(len(shares), 20000)
    return {name: share / total if is_cut else share for name, share in shares.items()}
