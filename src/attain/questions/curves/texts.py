"""Numbers of curves and findings as texts."""

from fractions import Fraction

from attain.money import round_fraction


def amount_text(value: Fraction, digits: int) -> str:
    """Write an amount with thousands separated.

    >>> amount_text(Fraction(300005, 100), 2), amount_text(Fraction(-7), 0)
    ('3,000.05', '-7')
    """
    minor = round_fraction(value * 10**digits)
    sign, size = "-" if minor < 0 else "", abs(minor)
    whole, rest = divmod(size, 10**digits)
    return f"{sign}{whole:,}.{rest:0{digits}d}" if digits else f"{sign}{whole:,}"


def number_text(value: Fraction) -> str:
    """Write a number with as many decimals as it needs, four at most.

    >>> number_text(Fraction(5, 4)), number_text(Fraction(100000)), number_text(Fraction(1, 3))
    ('1.25', '100,000', '0.3333')
    """
    text = amount_text(value, 4)
    return text.rstrip("0").rstrip(".")


def percent_text(share: Fraction) -> str:
    """Write a share as a percent.

    >>> percent_text(Fraction(3, 200))
    '1.5%'
    """
    return f"{number_text(share * 100)}%"
