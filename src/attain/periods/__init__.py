"""The calendar: units, periods and their names; fiscal years, weeks, 4-4-5 and custom tables of periods."""

from attain.periods.calendar import EVER, Calendar
from attain.periods.custom import ListedPeriod
from attain.periods.lookup import PeriodIndex
from attain.periods.model import CalendarModel, PeriodFile, build_calendar
from attain.periods.table import PERIODS
from attain.periods.units import CALENDAR_UNITS, PLURALS, UNITS, Found, Period, Unit, is_longer, range_name, tiles
from attain.periods.years import YearLayout, day_of

__all__ = [
    "CALENDAR_UNITS",
    "EVER",
    "PERIODS",
    "PLURALS",
    "UNITS",
    "Calendar",
    "CalendarModel",
    "Found",
    "ListedPeriod",
    "Period",
    "PeriodFile",
    "PeriodIndex",
    "Unit",
    "YearLayout",
    "build_calendar",
    "day_of",
    "is_longer",
    "range_name",
    "tiles",
]
