r"""Numbers and dates as the reader's locale writes them; exact, with a minus sign and never a hyphen.

>>> money(-124000, "USD", "en_US"), money(954700, "EUR", "de_DE"), change(240000, "USD", "en_US")
('−$1,240.00', '9.547,00\xa0€', '+$2,400.00')
>>> share(Fraction(11849, 10000), "en_US"), day(date(2014, 3, 1), "en_US"), money(None, "USD", "en_US")
('118.4%', '1 Mar 2014', '–')
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django.http import HttpRequest

from attain.money import minor_digits

NOTHING, MINUS, DEFAULT = "–", "−", "en_US"
PLAIN, PLAIN_FORMS = "plain", frozenset({"csv", "xlsx"})  # a file that is asked for: numbers as programs read them
FINEST = 9


@lru_cache(maxsize=256)
def locale_of(accepted: str) -> str:
    """Choose a locale by what a browser sends as Accept-Language.

    >>> locale_of("de-AT,de;q=0.9,en;q=0.5"), locale_of("xx"), locale_of("")
    ('de_AT', 'en_US', 'en_US')
    """
    for part in accepted.split(","):
        name = part.partition(";")[0].strip().replace("-", "_")
        try:
            return str(Locale.parse(name)) if name and name != "en" else DEFAULT
        except (UnknownLocaleError, ValueError):
            continue
    return DEFAULT


def locale_for(request: HttpRequest, forms: frozenset[str] = PLAIN_FORMS) -> str:
    """Choose the locale of a page; a page that is asked for as one of some files writes its numbers plainly."""
    if request.GET.get("as", "") in forms:
        return PLAIN
    return locale_of(request.headers.get("Accept-Language", ""))


def plain_money(minor: int, currency: str) -> str:
    """Write an amount for programs.

    >>> plain_money(-50, "USD"), plain_money(1234, "JPY"), plain_money(1234, "KWD")
    ('-0.50 USD', '1234 JPY', '1.234 KWD')
    """
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f} {currency}"


def exact(value: Fraction | int, digits: int) -> Decimal:
    """Return a fraction with so many decimals, rounded half away from zero."""
    scaled = abs(Fraction(value)) * 10**digits
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    found = Decimal(units).scaleb(-digits)
    return -found if value < 0 and units else found


def money(minor: int | None, currency: str, locale: str) -> str:
    """Write an amount in minor units."""
    if minor is None:
        return NOTHING
    if locale == PLAIN:
        return plain_money(minor, currency)
    return _signed(format_currency(Decimal(minor).scaleb(-minor_digits(currency)), currency, locale=locale))


def change(minor: int | None, currency: str, locale: str) -> str:
    """Write an amount that is added, with its sign."""
    is_more = minor is not None and minor > 0 and locale != PLAIN
    return f"+{money(minor, currency, locale)}" if is_more else money(minor, currency, locale)


def whole_money(minor: int | None, currency: str, locale: str) -> str:
    """Write an amount in minor units to be read at a glance, without decimals."""
    if minor is None or locale == PLAIN:
        return money(minor, currency, locale)
    units = exact(Fraction(minor, 10 ** minor_digits(currency)), 0)
    return _signed(format_currency(units, currency, locale=locale, currency_digits=False, format=_whole(locale)))


@lru_cache(maxsize=64)
def _whole(locale: str) -> str:
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    return pattern.replace(".00", "")


def amount_of(value: Fraction | None, currency: str, locale: str) -> str:
    """Write an exact amount in units: with all its decimals, and at least the minor unit's."""
    if value is None:
        return NOTHING
    least = minor_digits(currency)
    digits = next((n for n in range(least, FINEST + 1) if 10**n % value.denominator == 0), FINEST)
    if locale == PLAIN:
        return f"{exact(value, digits):f} {currency}"
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "." + "0" * digits)
    return _signed(
        format_currency(
            exact(value, digits),
            currency,
            locale=locale,
            format=pattern if digits else _whole(locale),
            currency_digits=False,
            decimal_quantization=False,
        )
    )


def share(value: Fraction | None, locale: str) -> str:
    """Write a share with one decimal, rounded down: 99.96 % has not reached 100 %."""
    if value is None:
        return NOTHING
    tenths = Decimal(value.numerator * 1000 // value.denominator).scaleb(-1)
    if locale == PLAIN:
        return f"{tenths:f}%"
    return _signed(f"{format_decimal(tenths, format='#,##0.0', locale=locale)}%")


def percent(value: Fraction | None, locale: str) -> str:
    """Write a rate with two decimals, rounded."""
    if value is None:
        return NOTHING
    if locale == PLAIN:
        return f"{exact(value * 100, 2):f}%"
    return _signed(f"{format_decimal(exact(value * 100, 2), format='#,##0.00', locale=locale)}%")


def chance(value: float | None, locale: str) -> str:
    """Write how likely something is, in whole per cent; what is possible is never 0 and what is not certain never 100.

    >>> chance(0.284, "en_US"), chance(0.004, "en_US"), chance(0.999, "en_US"), chance(0.0, "en_US")
    ('28%', 'under 1%', 'over 99%', '0%')
    """
    if value is None:
        return NOTHING
    hundredths = round(100 * value)
    if locale == PLAIN:
        return f"{100 * value:.1f}%"
    if value > 0 and hundredths < 1:
        return f"under {format_decimal(1, locale=locale)}%"
    if value < 1 and hundredths > 99:
        return f"over {format_decimal(99, locale=locale)}%"
    return f"{format_decimal(hundredths, locale=locale)}%"


def count(value: int | None, locale: str) -> str:
    """Write a count."""
    if value is not None and locale == PLAIN:
        return str(value)
    return NOTHING if value is None else _signed(format_decimal(value, locale=locale))


def number(value: Fraction | None, locale: str, most: int = 6) -> str:
    """Write a number with the decimals it needs."""
    if value is not None and locale == PLAIN:
        return f"{exact(value, most).normalize():f}"
    return NOTHING if value is None else _signed(format_decimal(exact(value, most).normalize(), locale=locale))


def day(value: date | None, locale: str) -> str:
    """Write a date with its year."""
    if value is not None and locale == PLAIN:
        return value.isoformat()
    return NOTHING if value is None else format_date(value, _DAYS.get(locale, "medium"), locale=locale)


def instant(value: datetime | None, locale: str) -> str:
    """Write an instant, with the time zone it is told in."""
    if value is None:
        return NOTHING
    if locale == PLAIN:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_datetime(value, _INSTANTS.get(locale, "medium"), locale=locale) + " UTC"


_DAYS = {"en_US": "d MMM y"}
_INSTANTS = {"en_US": "d MMM y, HH:mm"}


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
