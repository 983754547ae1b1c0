"""A target over a window: its own period, a longer window (the sum of its periods) or a shorter one (its season)."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from attain.periods import EVER, Period, Unit, is_longer, tiles
from attain.targets.values.cutting import Cutter
from attain.targets.values.payee import PartValue, PayeeReader, Value, summed


@dataclass(frozen=True, eq=False)
class WindowReader:
    """Reads a target over windows of any unit.

    Attributes:
        cutter: the rule and the calendar.
        starts_on: first day of the plan's effective range.
        ends_before: the day after its last.
        reasons: why windows cannot be read, found while reading.
    """

    cutter: Cutter
    starts_on: date
    ends_before: date
    reasons: dict[str, None] = field(default_factory=dict[str, None])

    def windows(self, unit: Unit) -> list[Period]:
        """List the windows of a unit within the plan's effective range."""
        return self.cutter.calendar.between(unit, self.starts_on, self.ends_before)

    @cached_property
    def first_day(self) -> date:
        """The first day of the first period of the rule."""
        return self._periods[0].starts_on if self._periods else self.starts_on

    @cached_property
    def _periods(self) -> list[Period]:
        return self.windows(self.cutter.rule.per)

    def value(self, payee: PayeeReader, unit: Unit, window: Period) -> Value | None:
        """Return a payee's target over a window; None when there is none.

        A row of the target table for exactly this window is final, whatever the rule says.
        """
        final = payee.over(window)
        if final is not None:
            return final
        per = self.cutter.rule.per
        if unit == per:
            parts = payee.parts(window)
        elif is_longer(unit, per):
            parts = self._of_longer(payee, unit, window)
        else:
            parts = self._of_shorter(payee, unit, window)
        return summed(parts) if parts else None

    def _of_longer(self, payee: PayeeReader, unit: Unit, window: Period) -> list[PartValue] | None:
        """Take every period of the window on which the payee is assigned; the plan's range takes all it touches."""
        per = self.cutter.rule.per
        periods: list[Period] | None = self._periods
        if unit not in {"plan", "ever"}:
            periods = self.cutter.calendar.sub_periods(window.starts_on, window.ends_before, per)
        if periods is None:
            self.reasons[f"it is read per {unit}, and a {unit} is not made of whole periods of its own {per}"] = None
            return None
        values = [
            (period, self.value(payee, per, period))
            for period in periods
            if payee.assigned.first_in(period.starts_on, period.ends_before)
        ]
        parts = [PartValue(period, value) for period, value in values if value]
        return parts if len(parts) == len(values) else None

    def _of_shorter(self, payee: PayeeReader, unit: Unit, window: Period) -> list[PartValue] | None:
        """Take the season's parts that make up the window."""
        rule = self.cutter.rule
        if not rule.season_shares:
            self.reasons[f"it is read per {unit}, its amount is per {rule.per}, and it has no season"] = None
            return None
        period = self._period_around(window)
        parts = payee.parts(period) if period else None
        inside = [p for p in parts or [] if window.starts_on <= p.period.starts_on < window.ends_before]
        if parts and not tiles([p.period for p in inside], window.starts_on, window.ends_before):
            self.reasons[f"it is read per {unit}, and the parts of its season are longer or do not nest"] = None
            return None
        return inside

    def _period_around(self, window: Period) -> Period | None:
        if self.cutter.rule.per == "ever":
            return EVER
        for period in self._periods:
            if period.starts_on <= window.starts_on and window.ends_before <= period.ends_before:
                return period
        return None
