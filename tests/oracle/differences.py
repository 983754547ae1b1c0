"""What payments at their own rate are more than at the rate of the booking, line by line, period after period."""

from datetime import date
from fractions import Fraction

from tests.oracle.exchange import minor_unit, paid_after
from tests.oracle.model import Line
from tests.oracle.periods import DAY, Period
from tests.oracle.world import World

ZERO = Fraction(0)


def booked_on(line: Line, first_on: dict[tuple, date]) -> date:
    """The day of the credit; of what takes a credit back, that of the credit; else when it was first something."""
    if line.credit is None or line.line_type == "floor":
        return first_on.get(line.key, line.dated)
    return (line.credit.origin or line.credit).dated


class Differences:
    """A line and what takes it back are one: what goes back, goes back at the rate at which it was paid."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now: dict[tuple, list] = {}
        self.released: dict[tuple, Fraction] = {}
        self.paid: dict[tuple, Fraction] = {}

    def add(self, line: Line, currency: str, cash: Fraction, booked: Fraction) -> None:
        """Note what is released of a line, in the plan's currency and at the rate of the booking."""
        key = (*line.key[:2], *line.key[3:], currency) if line.credit else (*line.key, currency)
        found = self.now.setdefault(key, [line.payee, currency, ZERO, ZERO])
        found[2] += cash
        found[3] += booked

    def of(self, period: Period) -> list[dict]:
        """The differences of a period's payments."""
        found = [self._flow(period, key, *noted) for key, noted in self.now.items()]
        self.now = {}
        return found

    def _flow(self, period: Period, key: tuple, payee: str, currency: str, *moved: Fraction) -> dict:
        cash, booked = moved
        flow = {"payee": payee, "period": period, "currency": currency, "earned": ZERO, "released": ZERO}
        if currency == self.world.currency or self.world.fx.get("pay", "booking") == "booking":
            return flow
        unit, was = minor_unit(currency), self.released.get(key, ZERO)
        now, before = was + cash, self.paid.get(key, ZERO)
        asked = ("spot", self.world.currency, currency, self.world.end_of(period) - DAY)

        def worth(amount: Fraction) -> Fraction:
            return self.world.exchange.converted(amount, asked, unit)

        self.released[key], self.paid[key] = now, paid_after(before, (was, now), worth, unit)
        return flow | {"fx_difference": self.paid[key] - before - booked}
