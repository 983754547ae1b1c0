"""Amounts as a dashboard shows them: short to glance at, exact in the table.

>>> short = Amounts("USD", 2)
>>> short.short(543_000_000), short.short(-2_841_950), short.short(95_000), short.exact(-95_050)
('$5.43M', '−$28.4k', '$950', '−$950.50')
>>> Amounts("CHF", 2).exact(95_050).split("\N{NO-BREAK SPACE}")  # a code is set apart
['CHF', '950.50']
"""

from dataclasses import dataclass

from babel.numbers import get_currency_symbol

_STEPS = ((10**9, "B"), (10**6, "M"), (10**3, "k"))


@dataclass(frozen=True)
class Amounts:
    """How amounts of a currency are written."""

    currency: str
    digits: int

    @property
    def symbol(self) -> str:
        """The currency's sign; one that ends in a letter is set apart from the number."""
        sign = str(get_currency_symbol(self.currency, locale="en_US"))
        return f"{sign}\N{NO-BREAK SPACE}" if sign[-1:].isalpha() else sign

    def short(self, minor: int) -> str:
        """Write minor units with three figures."""
        sign, size = ("−" if minor < 0 else ""), abs(minor)
        for step, letter in _STEPS:
            unit = step * 10**self.digits
            if size >= unit:
                hundredths = (size * 100 + unit // 2) // unit
                decimals = 2 if hundredths < 1_000 else 1 if hundredths < 10_000 else 0
                return f"{sign}{self.symbol}{hundredths / 100:.{decimals}f}{letter}"
        return f"{sign}{self.symbol}{size // 10**self.digits:,}"

    def exact(self, minor: int) -> str:
        """Write minor units in full."""
        sign, size = ("−" if minor < 0 else ""), abs(minor)
        cents = f".{size % 10**self.digits:0{self.digits}d}" if self.digits else ""
        return f"{sign}{self.symbol}{size // 10**self.digits:,}{cents}"

    def change(self, minor: int) -> str:
        """Write a change, with its sign."""
        return self.exact(minor) if minor <= 0 else f"+{self.exact(minor)}"
