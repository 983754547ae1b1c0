"""What numbers count, and values that were read, with their places."""

from dataclasses import dataclass
from fractions import Fraction

from attain.diagnostics import Place
from attain.money import minor_digits, round_fraction

ZERO = Fraction(0)


@dataclass(frozen=True)
class Unit:
    """What a number counts: ``money`` in a currency, ``count``, ``percent`` or ``number``."""

    kind: str
    currency: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is money."""
        return self.kind == "money"

    @property
    def minor_units(self) -> int:
        """How many smallest parts one has: 100 cents, 1 deal."""
        return int("1" + "0" * minor_digits(self.currency)) if self.is_money else 1

    def listed(self, value: Fraction) -> Fraction:
        """A value as tables list it: money to the minor unit, half away from zero; anything else as it is."""
        return Fraction(round_fraction(value * self.minor_units), self.minor_units) if self.is_money else value


@dataclass(frozen=True)
class Read:
    """A value that an expression of the plan read: its name, the value as text, and where it stands."""

    name: str
    value: str
    place: Place


NUMBER = Unit("number")
