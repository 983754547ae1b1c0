"""When the parts of a line are released, and how much of it is released by a day.

>>> from datetime import date
>>> parts = [(Fraction(1, 2), date(2026, 1, 5)), (Fraction(1, 2), None)]
>>> str(released(Fraction("0.05"), parts, before=date(2026, 2, 1), unit=Fraction(1, 100)))
'3/100'
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tests.oracle import hold
from tests.oracle.model import Credit, Value
from tests.oracle.names import CreditNames
from tests.oracle.periods import months_later
from tests.oracle.rounding import half_away
from tests.oracle.rules import Component
from tests.oracle.world import World

Part = tuple[Fraction, date | None]


def parts_of(world: World, component: Component, credit: Credit) -> list[Part]:
    """The shares of a credit's line and their days; a share in several times is spread over its months.

    What takes a deal back is released as the deal is, but not before the day on which it goes back.
    """
    if credit.origin is not None:
        parts = parts_of(world, component, credit.origin)
        return [(share, None if day is None else max(day, credit.dated)) for share, day in parts]
    names, written = CreditNames(world, credit), component.release
    if isinstance(written, dict):
        parts = _by_child(world, written, credit)
    else:
        parts = dated_parts(world, written, names, credit.dated)
    return hold.held_back(world, component.holds, names, parts)


def dated_parts(world: World, written: list[dict], names: Mapping[str, Value], earned_on: date) -> list[Part]:
    """The shares of a line and their days, none of them before the day on which it is earned."""
    if not written:
        return [(Fraction(1), earned_on)]
    parts: list[Part] = []
    for item in written:
        share, first = world.evaluate(item["share"], names), world.evaluate(item.get("when", "earned_on"), names)
        times = int(item.get("times", "1"))
        parts += [(share / times, None if first is None else _later(first, n, earned_on)) for n in range(times)]
    return parts


def _by_child(world: World, written: dict, credit: Credit) -> list[Part]:
    """One part per row of a child table, such as a receipt, released on the row's day."""
    one = written["per"].removesuffix("s")
    parts: list[Part] = []
    for row in credit.deal.children[written["per"]]:
        names = _RowNames(CreditNames(world, credit), one, row)
        when = (
            written.get("when")
            or f"{one}.{world.facts['sources'][credit.deal.source]['children'][written['per']]['as_of']}"
        )
        day, share = world.evaluate(when, names), world.evaluate(written["share"], names)
        if share is not None:
            parts.append((share, None if day is None else max(day, credit.dated)))
    return parts or [(Fraction(1), None)]


class _RowNames(dict[str, Value]):
    """The columns of a child row by their dotted names, and everything the deal's expressions may use."""

    def __init__(self, deal: Mapping[str, Value], one: str, row: dict[str, Value]) -> None:
        super().__init__({f"{one}.{column}": value for column, value in row.items()})
        self.deal = deal

    def __missing__(self, name: str) -> Value:
        return self.deal[name]


def _later(first: date, months: int, earned_on: date) -> date:
    return max(months_later(first, months), earned_on)


def share_released(parts: list[Part], *, before: date) -> Fraction:
    """The share released before a day: never more than everything, never less than nothing."""
    shares = sum((share for share, day in parts if day is not None and day < before), Fraction(0))
    return max(Fraction(0), min(Fraction(1), shares))


def released(line: Fraction, parts: list[Part], *, before: date, unit: Fraction) -> Fraction:
    """How much of a line is released before a day, as a rounded running total."""
    return half_away(line * share_released(parts, before=before), unit)
