"""What an amount in one currency is in another, one amount at a time.

>>> rows = [{"date": "2026-03-05", "from": "GBP", "to": "USD", "rate": "1.22"}]
>>> str(Exchange({"rows": rows}).converted(Fraction(100), ("spot", "GBP", "USD", date(2026, 3, 5)), Fraction("0.01")))
'122'
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache

from tests.oracle.periods import DAY
from tests.oracle.rounding import half_away

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3, "BHD": 3, "TND": 3}
Asked = tuple[str, str, str, date]


def minor_unit(currency: str) -> Fraction:
    """The smallest amount of a currency."""
    return Fraction(1, 10 ** MINOR_DIGITS.get(currency, 2))


class MissingRateError(LookupError):
    """A rate that is not listed: nobody may guess it."""


class Exchange:
    """The listed rates, and how the plan rounds."""

    def __init__(self, listed: dict | None, *, rounds_each_step: bool = False) -> None:
        self.listed = listed or {"rows": []}
        self.rounds_each_step = rounds_each_step

    def converted(self, amount: Fraction, asked: Asked, unit: Fraction) -> Fraction:
        """Convert an amount at the rate of a kind, pair and day; rounded to ``unit`` once, or after each step."""
        kind, sold, bought, day = asked
        if sold == bought or not amount:
            return amount
        legs = self.legs(kind, sold, bought, day)
        if self.rounds_each_step:
            for rate, currency in legs:
                amount = half_away(amount * rate, minor_unit(currency))
            return amount
        for rate, _ in legs:
            amount *= rate
        return half_away(amount, unit)

    def legs(self, kind: str, sold: str, bought: str, day: date) -> list[tuple[Fraction, str]]:
        """The rates of a conversion with what each leads to: direct, or else through the base."""
        direct = self._one(kind, sold, bought, day)
        if direct is not None:
            return [(direct, bought)]
        base = self.listed.get("through")
        steps = [(self._one(kind, sold, base, day), base), (self._one(kind, base, bought, day), bought)] if base else []
        found = [(rate, currency) for rate, currency in steps if rate is not None]
        if len(found) < 2:
            raise MissingRateError(kind, sold, bought, day)
        return found

    def _one(self, kind: str, sold: str, bought: str, day: date) -> Fraction | None:
        rate = self._row(kind, sold, bought, day)
        if rate is not None:
            return rate
        turned = self._row(kind, bought, sold, day) if self.listed.get("inverse") == "allowed" else None
        return None if turned is None else 1 / turned

    @cache  # noqa: B019 - the rates live as long as their calculation
    def _row(self, kind: str, sold: str, bought: str, day: date) -> Fraction | None:
        """The last row of the pair by the day, if it still holds."""
        mine = [r for r in self.listed["rows"] if (r.get("kind") or "spot", r["from"], r["to"]) == (kind, sold, bought)]
        known = sorted((date.fromisoformat(r["date"]), r) for r in mine if date.fromisoformat(r["date"]) <= day)
        if not known:
            return None
        first, row = known[-1]
        before = date.fromisoformat(row["before"]) if row.get("before") else None
        if before is None and kind == "spot" and self.listed.get("holds", "day") == "day":
            before = first + DAY
        return Fraction(row["rate"]) if before is None or day < before else None


def paid_after(
    paid: Fraction, released: tuple[Fraction, Fraction], worth: Callable[[Fraction], Fraction], unit: Fraction
) -> Fraction:
    """What has been paid of a line at the rates of its payments.

    Args:
        paid: before this period.
        released: of it before this period and after, in the plan's currency.
        worth: what an amount is at the rate of this payment.
        unit: the smallest amount of the pay currency.
    """
    was, now = released
    if was * now < 0:
        return worth(now)
    if abs(now) > abs(was):
        return paid + worth(now - was)
    return half_away(paid * now / was, unit) if was else paid
