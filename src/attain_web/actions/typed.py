"""What people type: amounts of money, numbers of things, and e-mail addresses."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from attain.money import decimal_text, minor_digits, rescaled
from attain.sources import from_rows

LONGEST_NUMBER = 18  # digits of what the database counts with
LARGEST = 2**53  # what every program that reads an amount still reads exactly


def minor_of(text: str | None, currency: str | None) -> int | None:
    """Return an amount in minor units of its currency; None when it is none, finer than they are, or beyond LARGEST.

    >>> minor_of("1,234.50", "USD"), minor_of("0.005", "USD"), minor_of("12", "JPY"), minor_of("twelve", "USD")
    (123450, None, 12, None)
    """
    try:
        digits = minor_digits(currency or "")
        table = from_rows("typed", {"amount": "money"}, [{"amount": text}])
    except (ValueError, KeyError):
        return None
    stored = table.frame["amount"][0]
    found = None if stored is None else rescaled(stored, table.columns["amount"].scale, digits)
    return None if found is None or abs(found) > LARGEST else found


def number_in(text: str) -> int | None:
    """Return the number of a thing; None where a text is none, such as that of a page or a form that somebody wrote.

    >>> number_in("17"), number_in("\u00b2"), number_in("-1"), number_in("9" * 5000), number_in("")
    (17, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def is_mail(text: str) -> bool:
    """Whether a text is an e-mail address that letters can be sent to.

    >>> [is_mail(one) for one in ("ana@example.com", "a,b@example.com", "ana@example..com", "ana@localhost", "ana")]
    [True, False, False, False, False]
    """
    try:
        EmailValidator(allowlist=[])(text)
    except ValidationError:
        return False
    return True


def typed_of(minor: int, currency: str) -> str:
    """Write an amount in minor units of its currency as somebody would type it.

    >>> typed_of(-50, "USD"), typed_of(1234, "JPY"), typed_of(1234, "KWD")
    ('-0.50', '1234', '1.234')
    """
    return decimal_text(minor, minor_digits(currency))
