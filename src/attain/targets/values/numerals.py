"""Exact numbers as people read them."""

from fractions import Fraction
from functools import lru_cache

_MOST_DIGITS = 12


@lru_cache(maxsize=65_536)
def decimal_text(value: Fraction) -> str:
    """Write a fraction as a decimal where it ends, else as a fraction.

    >>> decimal_text(Fraction(2401, 2)), decimal_text(Fraction(20000, 3)), decimal_text(Fraction(-5))
    ('1200.5', '20000/3', '-5')
    """
    digits = next((k for k in range(_MOST_DIGITS + 1) if 10**k % value.denominator == 0), None)
    if digits is None:
        return str(value)
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"


def percent_text(value: Fraction) -> str:
    """Write a fraction as a percent where it ends, else as a fraction.

    >>> percent_text(Fraction(1, 8)), percent_text(Fraction(1, 3))
    ('12.5%', '1/3')
    """
    text = decimal_text(value * 100)
    return str(value) if "/" in text else f"{text}%"
