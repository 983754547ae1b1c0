"""What people type: amounts of money."""

from attain.money import minor_digits, rescaled
from attain.sources import from_rows


def minor_of(text: str | None, currency: str | None) -> int | None:
    """Return an amount in minor units of its currency; None when it is none, or finer than they are.

    >>> minor_of("1,234.50", "USD"), minor_of("0.005", "USD"), minor_of("12", "JPY"), minor_of("twelve", "USD")
    (123450, None, 12, None)
    """
    try:
        digits = minor_digits(currency or "")
        table = from_rows("typed", {"amount": "money"}, [{"amount": text}])
    except (ValueError, KeyError):
        return None
    stored = table.frame["amount"][0]
    return None if stored is None else rescaled(stored, table.columns["amount"].scale, digits)
