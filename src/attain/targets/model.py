"""The `targets:` section of a plan: how the value of a target is found for a payee and a period."""

from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field

from attain.documents import Expression, Model, Quantity, Text

Per = Literal["day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever"]
Prorate = Literal["none", "calendar_days", "working_days", "whole_months"]
WhenZero = Literal["error", "0%", "100%"]


class TargetRule(Model):
    """One target: a base amount per period, and what is done to it.

    The order is fixed: person over title over plan, then season, ramp, proration, carry, rounding.

    Attributes:
        amount: the value for everybody without a row of their own in the target table.
        per: the window it holds for.
        season: the percents of the window's parts, 100 % in all.
        ramp: the percents of the first months of tenure; the last one stays.
        prorate: how a part of the window is counted.
        first_day: whether the first day counts in it.
        carry: whether what was missed is added to the next window.
        round: what the value is a multiple of.
        when_zero: what attainment of 0 is.
        clause: the clause of the plan document.
    """

    target_amount: Expression | None = Field(default=None, alias="amount")
    per: Per
    season: list[Quantity] = []
    ramp: list[Quantity] = []
    prorate: Prorate = "calendar_days"
    first_day: Literal["counted", "excluded"] = "counted"
    carry: Literal["none", "shortfall"] = "none"
    round_to: Quantity | None = Field(default=None, alias="round")
    when_zero: WhenZero = "error"
    clause: Text | None = None

    @cached_property
    def proration(self) -> Prorate:
        """How the target is prorated; one that never starts again has no days to be a part of."""
        return "none" if self.per == "ever" else self.prorate

    @cached_property
    def season_shares(self) -> tuple[Fraction, ...]:
        """The season's shares; one that never starts again has none."""
        return () if self.per == "ever" else tuple(share.value for share in self.season)

    @cached_property
    def ramp_steps(self) -> tuple[Fraction, ...]:
        """The ramp's steps; one that never starts again has none."""
        return () if self.per == "ever" else tuple(step.value for step in self.ramp)
