"""Minor units of currencies, from the CLDR tables that babel carries.

>>> minor_digits("USD"), minor_digits("JPY"), minor_digits("KWD")
(2, 0, 3)
"""

from babel.numbers import get_currency_precision, list_currencies

_KNOWN = frozenset(list_currencies())


def is_currency(code: str) -> bool:
    """Say whether ``code`` is an ISO 4217 code that CLDR knows."""
    return code in _KNOWN


def minor_digits(code: str) -> int:
    """Return how many digits the minor unit of a currency has."""
    return get_currency_precision(code)
