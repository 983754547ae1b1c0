"""Cuts a period into the pieces of its season, and these into the months that a ramp needs.

A season of four percents over a year is by quarter, of twelve by month, of two by half: the first unit
whose periods fill the period with as many parts. Where a ramp or whole months are asked for, each piece
is cut on into its months, which share it equally; a piece that is not made of whole months stays whole.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from attain.periods import Calendar, Period, Unit
from attain.targets.model import TargetRule

SEASON_UNITS: tuple[Unit, ...] = ("half", "quarter", "month", "semimonth", "biweek", "week", "day")


class Piece(NamedTuple):
    """A part of a period: its share of the amount, and the cells that share the piece equally."""

    period: Period
    share: Fraction
    cells: tuple[Period, ...]


def season_unit(calendar: Calendar, period: Period, part_count: int) -> Unit | None:
    """Return the unit whose periods cut ``period`` into ``part_count`` parts; None when there is none.

    >>> from datetime import date
    >>> season_unit(Calendar(), Period("2026", date(2026, 1, 1), date(2027, 1, 1)), 4)
    'quarter'
    """
    for unit in SEASON_UNITS:
        parts = calendar.sub_periods(period.starts_on, period.ends_before, unit)
        if parts and len(parts) == part_count:
            return unit
    return None


@dataclass(frozen=True, eq=False)
class Cutter:
    """How one rule cuts the periods of one calendar."""

    rule: TargetRule
    calendar: Calendar
    _cut: dict[Period, tuple[Piece, ...] | None] = field(default_factory=dict[Period, tuple[Piece, ...] | None])

    def pieces(self, period: Period) -> tuple[Piece, ...] | None:
        """Cut a period; None when the season does not fit it, or whole months are asked for and do not fill it."""
        if period not in self._cut:
            self._cut[period] = self._pieces(period)
        return self._cut[period]

    def _pieces(self, period: Period) -> tuple[Piece, ...] | None:
        cut: list[Piece] = []
        for part, share in self._season(period):
            cells = self._cells(part)
            if cells is None:
                return None
            cut.append(Piece(part, share, cells))
        return tuple(cut) or None

    def _season(self, period: Period) -> list[tuple[Period, Fraction]]:
        shares = self.rule.season_shares
        if not shares:
            return [(period, Fraction(1))]
        unit = season_unit(self.calendar, period, len(shares))
        if unit is None:
            return []
        parts = self.calendar.between(unit, period.starts_on, period.ends_before)
        return list(zip(parts, shares, strict=True))

    def _cells(self, part: Period) -> tuple[Period, ...] | None:
        needs_months = self.rule.proration == "whole_months"
        if not needs_months and not self.rule.ramp_steps:
            return (part,)
        months = self.calendar.sub_periods(part.starts_on, part.ends_before, "month")
        if months:
            return tuple(months)
        return None if needs_months else (part,)
