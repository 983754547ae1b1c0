"""Dates: shifting by days and months, counting between two, and the bounds of calendar periods.

31 January + 1 month is the last day of February; a month is completed on the day that adding it reaches.
"""

from collections.abc import Sequence

import polars as pl

from attain.expressions.compiling.context import Context, Handler, RefusedError
from attain.expressions.compiling.operands import dates
from attain.expressions.compiling.values import Plain, Rational, Shift, Value
from attain.expressions.compiling.whole import Whole
from attain.expressions.problems import BAD_PERIOD
from attain.expressions.syntax.tree import Operation

DAYS_MOST = 2**32  # a date is a 32-bit number of days, so no difference is larger
MONTHS_MOST = 2**28
_LENGTHS = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "3mo", "half": "6mo", "year": "12mo"}


class PlainCalendar:
    """Months of the calendar, weeks from Monday."""

    def start_of(self, unit: str, day: pl.Expr) -> pl.Expr:
        """First day of the day, week, month, quarter, half or year that holds each day."""
        return day.dt.truncate(_LENGTHS[unit])

    def end_of(self, unit: str, day: pl.Expr) -> pl.Expr:
        """Last day, inclusive."""
        return self.start_of(unit, day).dt.offset_by(_LENGTHS[unit]).dt.offset_by("-1d")


def shifted(context: Context, node: Operation, day: Value, shift: Shift) -> Value:
    """Add or subtract days or months; the day of the month is kept, or the month's last day taken."""
    if isinstance(day, Shift):
        fix = "add both to a date: close_date + 3 months + 10 days"
        raise RefusedError(BAD_PERIOD, node, f"{context.shown(node)} adds two lengths of time", fix)
    part = Operation(node.at, node.end, "+ days", node.parts[:1])
    (start,) = dates(context, part, [day])
    sign = "-" if node.operator == "-" else ""
    unit = "d" if shift.unit == "day" else "mo"
    return Plain("date", start.expr.dt.offset_by(f"{sign}{shift.number}{unit}"), start.weight)


def days_between(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Count the days from the second date to the first; negative if the first is earlier."""
    later, earlier = dates(context, node, values)
    count = _days(later.expr) - _days(earlier.expr)
    return Rational("count", Whole.expression(count, DAYS_MOST, later.weight + earlier.weight), Whole.of(1))


def _days(day: pl.Expr) -> pl.Expr:
    return day.cast(pl.Int32).cast(pl.Int64)


def months_between(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Count the completed months from the second date to the first; reversed dates give the negative count."""
    later, earlier = dates(context, node, values)
    is_forward = _days(later.expr) - _days(earlier.expr) >= 0
    count = pl.when(is_forward).then(_completed(later.expr, earlier.expr))
    count = count.when(~is_forward).then(-_completed(earlier.expr, later.expr))
    weight = 9 * (later.weight + earlier.weight)
    return Rational("count", Whole.expression(count, MONTHS_MOST, weight), Whole.of(1))


def _completed(later: pl.Expr, earlier: pl.Expr) -> pl.Expr:
    """Completed months: the last one counts if its day, or the month's last day, is reached."""
    years = later.dt.year().cast(pl.Int64) - earlier.dt.year().cast(pl.Int64)
    months = years * 12 + later.dt.month().cast(pl.Int64) - earlier.dt.month().cast(pl.Int64)
    missing_days = earlier.dt.day().cast(pl.Int64) - later.dt.day().cast(pl.Int64)
    is_reached = (missing_days <= 0) | (later.dt.month_end() == later)
    return months - pl.when(is_reached).then(0).otherwise(1)


def boundary(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """First or last day of the calendar period that holds a date."""
    (day,) = dates(context, node, values)
    calendar = context.scope.calendar or PlainCalendar()
    found = (calendar.start_of if node.operator == "start_of" else calendar.end_of)(node.word, day.expr)
    return Plain("date", found, 2 * day.weight)


DATE_FUNCTIONS: dict[str, Handler] = {
    "days_between": days_between,
    "months_between": months_between,
    "start_of": boundary,
    "end_of": boundary,
}
