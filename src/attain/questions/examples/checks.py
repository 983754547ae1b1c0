"""One expected number against the one that was found, and the sentence that says how they differ.

Money is compared after rounding to the currency, anything else to four decimals (hundredths of a percent) or as finely
as it is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from pydantic_core import PydanticCustomError

from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity, Text
from attain.documents.nodes import place_of
from attain.money import round_fraction
from attain.plans.problems import EXAMPLE_FAILS
from attain.questions.examples.rows import unreadable

FIX = "correct the plan, or the example if the plan is right"
_FINEST = 4


@dataclass(frozen=True)
class Check:
    """An expected number and what was found.

    Attributes:
        node: the number as written in the example.
        found: what was found, in natural units.
        sentence: what was found, with ``{}`` where its number stands.
        digits: the currency's digits for money; None for anything else.
        is_share: shown as a percent.
    """

    node: object
    found: Fraction
    sentence: str
    digits: int | None = None
    is_share: bool = False


Compared: TypeAlias = Iterator[Check | Diagnostic]


def money(node: object, minor: int, digits: int, sentence: str) -> Check:
    """Check an amount in minor units."""
    return Check(node, Fraction(minor, 10**digits), sentence, digits)


def problem_of(check: Check, place: Place) -> Diagnostic | None:
    """Return what is wrong; None when the numbers agree.

    Args:
        check: the numbers.
        place: where the example stands, for numbers without a place of their own.
    """
    quantity, problem = quantity_of(check.node, place)
    if quantity is None or _agree(quantity, check):
        return problem
    if check.digits is None:
        wanted, found = quantity.text, number_text(check.found, is_share=check.is_share)
    else:
        wanted, found = money_text(quantity.value, check.digits), money_text(check.found, check.digits)
    what = f"the example expects {wanted}; {check.sentence.replace('{}', found, 1)}"
    return difference(quantity.place if quantity.place.file else place, what)


def difference(place: Place, what: str) -> Diagnostic:
    """Make the diagnostic of an expectation that does not hold."""
    return Diagnostic.of(EXAMPLE_FAILS, place, what, FIX)


def quantity_of(node: object, place: Place) -> tuple[Quantity | None, Diagnostic | None]:
    """Read a number or a percent."""
    at = place_of(node) if place_of(node).file else place
    if not isinstance(node, Text):
        return None, unreadable(at, "a mapping or a list where a number belongs", "write a number such as 500 or 80%")
    try:
        return Quantity.read(node), None
    except PydanticCustomError as error:
        return None, unreadable(at, error.message(), "write a number such as 500 or 80%")


def _agree(quantity: Quantity, check: Check) -> bool:
    if check.digits is not None:
        unit = 10**check.digits
        return round_fraction(quantity.value * unit) == round_fraction(check.found * unit)
    written = len(quantity.text.rstrip("% ").partition(".")[2]) + (2 if quantity.is_percent else 0)
    unit = 10 ** max(_FINEST, written)
    return round_fraction(quantity.value * unit) == round_fraction(check.found * unit)


def money_text(value: Fraction, digits: int) -> str:
    """Write an amount with the digits of its currency.

    >>> money_text(Fraction(-440012, 100), 2), money_text(Fraction(7), 0)
    ('-4400.12', '7')
    """
    minor = round_fraction(value * 10**digits)
    sign, digits_text = "-" if minor < 0 else "", str(abs(minor)).zfill(digits + 1)
    return f"{sign}{digits_text[:-digits]}.{digits_text[-digits:]}" if digits else f"{sign}{digits_text}"


def number_text(value: Fraction, *, is_share: bool = False) -> str:
    """Write a number with as many decimals as it needs, six at most.

    >>> number_text(Fraction(925, 1000), is_share=True), number_text(Fraction(1, 3)), number_text(Fraction(110000))
    ('92.5%', '0.333333', '110000')
    """
    text = money_text(value * 100 if is_share else value, 6)
    return text.rstrip("0").rstrip(".") + ("%" if is_share else "")
