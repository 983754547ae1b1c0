"""Amounts as decimals for people and files: written from integers, and read back at another scale."""

from fractions import Fraction


def decimal_text(integer: int, scale: int) -> str:
    """Write an integer at a scale as a decimal.

    >>> decimal_text(205656206, 4), decimal_text(-5, 2), decimal_text(7, 0)
    ('20565.6206', '-0.05', '7')
    """
    digits = str(abs(integer)).rjust(scale + 1, "0")
    whole, fraction = (digits[:-scale], digits[-scale:]) if scale else (digits, "")
    return ("-" if integer < 0 else "") + whole + (f".{fraction}" if fraction else "")


def rescaled(integer: int, scale: int, digits: int) -> int | None:
    """Write an integer at a scale with so many digits instead; None when that would lose some of it.

    >>> rescaled(15, 1, 2), rescaled(150, 2, 1), rescaled(155, 2, 1)
    (150, 15, None)
    """
    if digits >= scale:
        return integer * 10 ** (digits - scale)
    whole, rest = divmod(integer, 10 ** (scale - digits))
    return None if rest else whole


def whole_units(integer: int, scale: int) -> Fraction:
    """Return an integer at a scale as the number it stands for, for a cell of a spreadsheet.

    >>> whole_units(123450, 2)
    Fraction(2469, 2)
    """
    return Fraction(integer, 10**scale)
