"""A plan without an end: it is settled as far as anything is known, and its windows end when the calendar says.

Known are today, where it is given, and else the days of what is credited and cancelled and of what is due of it. What
windows have still to pay and what is still to be earned of an advance is not: each would make the plan longer, and a
longer plan has more of it.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.model import Window
from tests.oracle.periods import DAY, Period

if TYPE_CHECKING:
    from tests.oracle.engine import Calculation
    from tests.oracle.world import World

OF_NO_CALENDAR = {"transaction", "plan", "ever"}


def is_endless(world: "World") -> bool:
    """Whether the plan has no end."""
    return world.effective[1] == date.max


def periods(found: "Calculation", parts_of: Callable) -> list[Period]:
    """The pay periods of a plan without an end; from then on the world knows how far it is settled.

    Args:
        found: the plan over its facts.
        parts_of: the shares of a credit's line, and the day of each.
    """
    world = found.world
    first = world.effective[0]
    last = world.known_before - DAY if world.known_before != date.max else max([first, *_known(found, parts_of)])
    settled = world.calendar.periods(found.pay_period, first, max(first, last))
    world.settled_before = settled[-1].ends_before
    return settled


def _known(found: "Calculation", parts_of: Callable) -> list[date]:
    """The days of which anything is known from deals."""
    days = [*found.events(), *_ends_of_shared_windows(found)]
    for component in found.components.values():
        for credit in found.credits.get(component.name, []) if component.rate else []:
            days += [day for _, day in parts_of(found.world, component, credit) if day is not None]
    return days


def _ends_of_shared_windows(found: "Calculation") -> list[date]:
    """In a worked example, which is all that is ever known: the ends of the windows whose pots and prizes wait."""
    if "ends_windows" not in found.world.facts:
        return []
    shared = [c for c in found.windowed.values() if c.rate["kind"] in {"pool", "rank_prize"}]
    pers = {found.measures[component.measure].per for component in shared} - OF_NO_CALENDAR
    return [found.world.calendar.window(per, known_to(found.world))[2] - DAY for per in pers]


def known_to(world: "World") -> date:
    """The last day of which anything is known without the plan: today, or that of the last row of any source."""
    if world.known_before != date.max:
        return world.known_before - DAY
    days = [deal.dated for deals in world.sources.values() for deal in deals]
    return max([world.effective[0], *(day for day in days if day is not None)])


def days_of_targets(world: "World", per: str, window: Window) -> tuple[date, date]:
    """The days over which a target is read: the plan's; without an end, those of the windows that are settled."""
    first, before = world.whole
    if before != date.max:
        return world.whole
    units = {window[0], per} - OF_NO_CALENDAR
    ends = [world.calendar.window(one, world.settled_before - DAY)[2] for one in units]
    own = [] if window[0] in OF_NO_CALENDAR else [window[2]]
    return first, max([world.settled_before, *ends, *own])
