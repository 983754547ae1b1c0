"""The `calendar:` section of the workspace file, and the calendar made from it."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Discriminator, Tag

from attain.diagnostics import Diagnostic, Place
from attain.documents import Day, Model, Text
from attain.periods.calendar import Calendar
from attain.periods.custom import ListedPeriod, checked_periods, names_of_other_units
from attain.periods.units import CALENDAR_UNITS, PLURALS, Period, Unit
from attain.periods.years import Pattern, Weeks, YearLayout


class PeriodModel(Model):
    """One custom period: from `starts` to the day before `before`."""

    name: Text
    starts: Day
    before: Day | None = None


class PeriodFile(Model):
    """A file of custom periods with the columns name, starts, before."""

    file: Text


def _shape(value: object) -> str:
    if isinstance(value, list):
        return "list"
    return "file" if isinstance(value, dict) else "word"


_LIST = Annotated[list[PeriodModel], Tag("list")]
_FILE = Annotated[PeriodFile, Tag("file")]
PeriodTable = Annotated[_LIST | _FILE, Discriminator(lambda value: "file" if isinstance(value, dict) else "list")]
WeeksOrTable = Annotated[Annotated[Weeks, Tag("word")] | _LIST | _FILE, Discriminator(_shape)]


class CalendarModel(Model):
    """When the year starts, how it is cut, and custom periods for any unit."""

    year_starts: Day = date(2026, 1, 1)
    weeks: WeeksOrTable = "iso"
    pattern: Pattern = "months"
    fiscal_year_named_by: Literal["start", "end"] = "end"
    biweeks: PeriodTable | None = None
    semimonths: PeriodTable | None = None
    months: PeriodTable | None = None
    quarters: PeriodTable | None = None
    halves: PeriodTable | None = None
    years: PeriodTable | None = None

    def files(self) -> dict[Unit, PeriodFile]:
        """Return the tables that stand in files of their own, for the caller to read."""
        return {unit: table for unit in CALENDAR_UNITS if isinstance(table := self._table(unit), PeriodFile)}

    def _table(self, unit: Unit) -> "Weeks | list[PeriodModel] | PeriodFile | None":
        return getattr(self, PLURALS[unit], None)  # there is no table of days

    def listed(self) -> dict[Unit, list[ListedPeriod]]:
        """Return the tables written in the workspace file itself."""
        return {
            unit: [ListedPeriod(str(p.name), p.starts, p.before, p.place) for p in table]
            for unit in CALENDAR_UNITS
            if isinstance(table := self._table(unit), list)
        }


_NO_TABLES: Mapping[Unit, Sequence[ListedPeriod]] = MappingProxyType({})


def build_calendar(
    model: CalendarModel, read: Mapping[Unit, Sequence[ListedPeriod]] = _NO_TABLES
) -> tuple[Calendar, list[Diagnostic]]:
    """Make the calendar of a workspace.

    Args:
        model: the section of the workspace file.
        read: the rows of the files named by ``model.files()``, by unit.

    Returns:
        The calendar (its usable part, where there are problems) and every problem found.
    """
    weeks: Weeks = model.weeks if isinstance(model.weeks, str) else "iso"
    layout = YearLayout(model.year_starts, weeks, model.pattern, model.fiscal_year_named_by)
    tables: dict[Unit, tuple[Period, ...]] = {}
    places: dict[Unit, Place] = {}
    found: list[Diagnostic] = []
    tables_listed: dict[Unit, Sequence[ListedPeriod]] = {**model.listed(), **read}
    for unit, listed in tables_listed.items():
        places[unit] = model.key_place(PLURALS[unit])
        periods, problems = checked_periods(unit, listed, places[unit])
        found += problems
        if periods:
            tables[unit] = periods
    found += names_of_other_units(layout, tables, places)
    return Calendar(layout, MappingProxyType(tables)), found
