"""A conversion in an explanation: what was worth how much in which currency, at which rate of which day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from attain.diagnostics import Place


@dataclass(frozen=True)
class ExchangeStep:
    """One step: ``before`` of ``sold`` times ``rate`` is ``after`` of ``bought``; the rate is listed at ``place``.

    Attributes:
        is_inverse: the listed rate is the other way round.
    """

    sold: str
    bought: str
    rate: Fraction
    before: Fraction
    after: Fraction
    place: Place
    is_inverse: bool = False


@dataclass(frozen=True)
class ExchangePart:
    """A conversion at the rates of a kind and day; a credit's for pay or for quota, a line's into the pay currency."""

    what: str
    kind: str
    day: date
    steps: tuple[ExchangeStep, ...]


@dataclass(frozen=True)
class PaidPart:
    """What a line is in the currency that its payee is paid in.

    Attributes:
        currency: the pay currency.
        exchange: the conversion of the line to date.
        pay_amount: what this period enters; ``kept`` what is held of it (released from it: negative).
    """

    currency: str
    exchange: ExchangePart
    pay_amount: Fraction
    kept: Fraction
