"""Holds: what is held is due no earlier than the hold ends, and not at all while it has no end.

>>> from datetime import date
>>> part = (Fraction(1, 2), date(2026, 1, 5))
>>> [day.month for _, day in delayed([part], [date(2026, 3, 1), date(2026, 2, 1)])]
[3]
>>> delayed([part], [date(2026, 3, 1), None])[0][1] is None
True
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tests.oracle.model import Value
from tests.oracle.world import World

Part = tuple[Fraction, date | None]


def held_back(world: World, holds: list[dict], names: Mapping[str, Value], parts: list[Part]) -> list[Part]:
    """The parts of a line with the days on which they are due in spite of its holds."""
    mine = [written for written in holds if world.evaluate(written["when"], names) is True]
    ends = [world.evaluate(written["until"], names) if "until" in written else None for written in mine]
    return delayed(parts, ends)


def delayed(parts: list[Part], ends: list[date | None]) -> list[Part]:
    """Parts that wait for the last of several ends."""
    if not ends:
        return parts
    if None in ends:
        return [(share, None) for share, _ in parts]
    last = max(end for end in ends if end is not None)
    return [(share, None if day is None else max(day, last)) for share, day in parts]
