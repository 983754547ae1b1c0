"""Minor units: how many digits a currency has, and which codes are currencies."""

import pytest

from attain.money import minor_digits
from attain.money.currency import is_currency


@pytest.mark.parametrize(
    ("code", "digits"), [("USD", 2), ("EUR", 2), ("GBP", 2), ("CHF", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3)]
)
def test_digits(code: str, digits: int) -> None:
    assert minor_digits(code) == digits


@pytest.mark.parametrize(
    ("code", "is_known"), [("USD", True), ("usd", False), ("XYZ", False), ("", False), ("US", False)]
)
def test_codes(code: str, *, is_known: bool) -> None:
    assert is_currency(code) is is_known
