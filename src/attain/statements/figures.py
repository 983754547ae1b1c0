"""Numbers and dates as people read them, and as programs do.

A minus sign is U+2212 and stands before the currency; a change carries its plus; nothing is a dash; money never loses a
decimal: an amount finer than the minor unit is shown with all of its digits, or as a fraction where it has no end.

>>> figures = Figures("USD")
>>> figures.money(Fraction(9547)), figures.money(Fraction(-1240)), figures.money(Fraction(1, 800))
('$9,547.00', '−$1,240.00', '$0.00125')
>>> figures.change(Fraction(2400)), figures.money(None), figures.percent(Fraction(3, 200))
('+$2,400.00', '–', '1.5%')
>>> figures.share(Fraction(116942596, 135500000)), figures.day(date(2012, 5, 30))
('86.3%', '30 May 2012')
>>> exact_text(Fraction(116942596, 100)), exact_text(Fraction(1, 3))
('1169425.96', '1/3')
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache

from babel.dates import format_date
from babel.numbers import get_currency_symbol

from attain.money import minor_digits
from attain.statements.units import Unit

MINUS = "−"
NOTHING = "–"
LOCALE = "en_US"
MOST_DIGITS = 12


def exact_text(value: Fraction) -> str:
    """Write a fraction as a decimal without exponent, or as ``a/b`` where the decimal has no end."""
    digits = decimal_digits(value)
    return f"{value.numerator}/{value.denominator}" if digits is None else _decimal(value, digits)


def decimal_digits(value: Fraction) -> int | None:
    """Count the decimals a fraction needs; None when they have no end, or more than ``MOST_DIGITS``."""
    return _digits_of(value.denominator)


@lru_cache(maxsize=4096)
def _digits_of(denominator: int) -> int | None:
    return next((digits for digits in range(MOST_DIGITS + 1) if 10**digits % denominator == 0), None)


def _decimal(value: Fraction, digits: int, *, grouped: bool = False) -> str:
    """Write a fraction with a fixed number of decimals, rounded half away from zero."""
    # In whole numbers: a statement writes thousands of amounts, and fractions take five times as long.
    top, bottom = abs(value.numerator) * 10**digits, value.denominator
    whole, rest = divmod((2 * top + bottom) // (2 * bottom), 10**digits)
    sign = "-" if value.numerator < 0 and (whole or rest) else ""
    head = f"{whole:,}" if grouped else str(whole)
    return f"{sign}{head}.{rest:0{digits}d}" if digits else f"{sign}{head}"


@dataclass(frozen=True)
class Figures:
    """Writes numbers of one currency in the forms of the screens (en-US)."""

    currency: str

    @cached_property
    def digits(self) -> int:
        """Decimals of the currency's minor unit."""
        return minor_digits(self.currency)

    @cached_property
    def symbol(self) -> str:
        """What stands before an amount: asked of CLDR once, not for every number."""
        found = get_currency_symbol(self.currency, LOCALE)
        return f"{found}\xa0" if found[-1:].isalpha() else found

    def money(self, value: Fraction | None) -> str:
        """Write an amount with every decimal it has, and at least the minor unit's."""
        if value is None:
            return NOTHING
        needed = decimal_digits(value)
        text = _decimal(value, max(self.digits, 6 if needed is None else needed), grouped=True)
        about = "≈" if needed is None else ""
        return f"{about}{MINUS}{self.symbol}{text[1:]}" if text.startswith("-") else f"{about}{self.symbol}{text}"

    def change(self, value: Fraction) -> str:
        """Write an amount that is added, with its sign; 0 has none."""
        return f"+{self.money(value)}" if value > 0 else self.money(value)

    def whole_money(self, value: Fraction) -> str:
        """Write an amount to be read at a glance, without decimals."""
        text = _decimal(value, 0, grouped=True)
        return f"{MINUS}{self.symbol}{text[1:]}" if text.startswith("-") else f"{self.symbol}{text}"

    def whole_change(self, value: Fraction) -> str:
        """Write an amount that is added, at a glance: +$2,400."""
        return f"+{self.whole_money(value)}" if value > 0 else self.whole_money(value)

    def short_money(self, value: Fraction) -> str:
        """Write an amount for an axis: $5k, $1.2M."""
        sign = MINUS if value < 0 else ""
        for size, mark in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
            if abs(value) >= size:
                text = plain(abs(value) / size, 1)
                return f"{sign}{self.symbol}{text}{mark}"
        return f"{sign}{self.symbol}{plain(abs(value), 2)}"

    def minor(self, value: Fraction) -> tuple[str, str]:
        """Split an amount into its whole part and its minor units, for large figures."""
        text = self.money(value)
        if self.digits == 0 or "." not in text:
            return text, ""
        head, _, tail = text.rpartition(".")
        return head, f".{tail}"

    def percent(self, value: Fraction) -> str:
        """Write a rate with the decimals it needs, at most four."""
        return f"{plain(value * 100, 4)}%"

    def share(self, value: Fraction | None) -> str:
        """Write a share with one decimal, rounded down: 99.96 % has not reached 100 %."""
        if value is None:
            return NOTHING
        tenths = value.numerator * 1000 // value.denominator
        return f"{_decimal(Fraction(tenths, 10), 1, grouped=True)}%".replace("-", MINUS)

    def number(self, value: Fraction | None, unit: Unit) -> str:
        """Write a number in its unit."""
        if value is None:
            return NOTHING
        if unit.is_money:
            is_other = unit.currency not in {"", self.currency}
            return Figures(unit.currency).money(value) if is_other else self.money(value)
        return self.percent(value) if unit.kind == "percent" else plain(value, 6)

    def count(self, value: int) -> str:
        """Write a count: 1,204."""
        return f"{value:,}"

    def day(self, day: date) -> str:
        """Write a date: 30 May 2012."""
        return f"{self.short_day(day)} {day.year}"

    def month(self, day: date) -> str:
        """Write the month of a date: May 2012."""
        return format_date(day, "MMMM y", locale=LOCALE)

    def short_day(self, day: date) -> str:
        """Write a date of a known year: 30 May."""
        return f"{day.day} {_MONTHS[day.month - 1]}"


_MONTHS = [format_date(date(2000, month, 1), "MMM", locale=LOCALE) for month in range(1, 13)]


def plain(value: Fraction, most: int) -> str:
    """Write a number with thousands separated and the decimals it needs, at most ``most``.

    >>> plain(Fraction(1204), 2), plain(Fraction(-1, 2), 2), plain(Fraction(1, 3), 4)
    ('1,204', '−0.5', '0.3333')
    """
    needed = decimal_digits(value)
    text = _decimal(value, min(most, most if needed is None else needed), grouped=True)
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return text.replace("-", MINUS)
