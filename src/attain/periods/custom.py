"""Tables of periods that a workspace lists itself: checked, completed and put in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from attain.diagnostics import Diagnostic, Place
from attain.periods import problems
from attain.periods.names import meaning
from attain.periods.units import PLURALS, Period, Unit
from attain.periods.years import YearLayout


@dataclass(frozen=True)
class ListedPeriod:
    """A period as listed: without ``ends_before`` it lasts until the next one starts."""

    name: str
    starts_on: date
    ends_before: date | None
    place: Place


def checked_periods(
    unit: Unit, listed: Sequence[ListedPeriod], place: Place
) -> tuple[tuple[Period, ...], list[Diagnostic]]:
    """Check the listed periods of one unit.

    Args:
        unit: the unit they are periods of.
        listed: in any order.
        place: where the table stands.

    Returns:
        The usable periods in order, and every problem: reversed ranges, shared days, a name given
        twice, a missing last end, an empty table (errors); gaps (a note).
    """
    if not listed:
        what, fix = f"the table of {PLURALS[unit]} has no rows", "list the periods, or remove the table"
        return (), [Diagnostic.of(problems.NO_PERIODS, place, what, fix)]
    found: list[Diagnostic] = []
    in_order = sorted(listed, key=lambda p: (p.starts_on, p.name))
    usable: list[tuple[Period, Place]] = []
    for entry, following in zip(in_order, [*in_order[1:], None], strict=True):
        ends_before = entry.ends_before or (following.starts_on if following else None)
        if ends_before is None:
            what, fix = f"'{entry.name}' is the last period and has no end", "add 'before:'"
            found.append(Diagnostic.of(problems.NO_END, entry.place, what, fix))
        elif ends_before <= entry.starts_on:
            what = f"'{entry.name}' starts on {entry.starts_on} and ends before {ends_before}"
            fix = "put the first day into 'starts' and the day after the last into 'before'"
            found.append(Diagnostic.of(problems.REVERSED, entry.place, what, fix))
        else:
            usable.append((Period(entry.name, entry.starts_on, ends_before), entry.place))
    found += [*_names_twice(usable), *_neighbours(usable)]
    return tuple(period for period, _ in usable), found


def _names_twice(usable: list[tuple[Period, Place]]) -> Iterator[Diagnostic]:
    seen: dict[str, Period] = {}
    for period, place in usable:
        first = seen.setdefault(period.name, period)
        if first is not period:
            what = f"'{period.name}' is also the period from {first.starts_on}"
            yield Diagnostic.of(problems.NAME_TAKEN, place, what, "give each period a name of its own")


def _neighbours(usable: list[tuple[Period, Place]]) -> Iterator[Diagnostic]:
    for (earlier, _), (later, place) in pairwise(usable):
        if later.starts_on < earlier.ends_before:
            what = f"'{later.name}' starts on {later.starts_on}, '{earlier.name}' ends before {earlier.ends_before}"
            yield Diagnostic.of(problems.OVERLAP, place, what, "let each period end where the next one starts")
        elif later.starts_on > earlier.ends_before:
            what = f"{earlier.ends_before} to {later.starts_on} lies between '{earlier.name}' and '{later.name}'"
            fix = "nothing, if no deal can fall there; else move an end"
            yield Diagnostic.of(problems.GAP, place, what, fix)


def names_of_other_units(
    layout: YearLayout, tables: dict[Unit, tuple[Period, ...]], places: dict[Unit, Place]
) -> list[Diagnostic]:
    """Find custom names that name a period of another unit, in the calendar or in another table."""
    found: list[Diagnostic] = []
    owners: dict[str, Unit] = {}
    for unit, periods in tables.items():
        for period in periods:
            other = owners.setdefault(period.name, unit)
            standard = meaning(layout, period.name)
            if other == unit and standard and standard.unit != unit and standard.unit not in tables:
                other = standard.unit
            if other != unit:
                what = f"'{period.name}' in the table of {PLURALS[unit]} also names a {other}"
                fix = "choose names that no other unit uses, such as FY2026-Q1 for quarters"
                found.append(Diagnostic.of(problems.NAME_TAKEN, places[unit], what, fix))
    return found
