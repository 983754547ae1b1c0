"""The answers to a question: what a payee would earn and be paid in each scenario."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from attain.diagnostics import Diagnostic, has_errors

PAID = ("earned", "clawed_back", "draw_paid", "draw_recovered", "paid")
PAYMENT_KEYS = ("scenario", "period_id", "currency")
_ENTRY_KEYS = ("scenario", "plan_id", "component_id", "period_id", "currency")


@dataclass(frozen=True)
class Answers:
    """What a payee would earn and be paid in each scenario.

    Attributes:
        earnings: ``scenario, plan_id, component_id, period_id, currency, earning_amount`` (minor units).
        payments: ``scenario, period_id, currency, earned, clawed_back, draw_paid, draw_recovered, paid``.
        read_lines: reads ``lines``.
        scenario_count: how many scenarios were asked about; 0 is what is.
        diagnostics: what stopped the calculation, or what is to be known about it.
        ends: the day after the last that each plan was calculated to.
    """

    earnings: pl.DataFrame
    payments: pl.DataFrame
    read_lines: Callable[[], pl.DataFrame]
    scenario_count: int
    diagnostics: list[Diagnostic]
    ends: Mapping[str, date] = field(default_factory=dict[str, date])

    @cached_property
    def lines(self) -> pl.DataFrame:
        """The earnings table with ``scenario``: what each deal earned."""
        return self.read_lines()

    @property
    def is_usable(self) -> bool:
        """Whether there is an answer."""
        return not has_errors(self.diagnostics)

    def joined(self, others: "Answers") -> "Answers":
        """Put the scenarios of other answers after these, to the same days; none are usable unless all are."""
        count = self.scenario_count + others.scenario_count
        found = list(dict.fromkeys([*self.diagnostics, *others.diagnostics]))
        if not self.is_usable or not others.is_usable:
            return nothing(count, found)

        def both(own: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
            later = (pl.col("scenario") + self.scenario_count).cast(pl.UInt32)
            return pl.concat([own, other.with_columns(scenario=later)])

        return Answers(
            both(self.earnings, others.earnings),
            both(self.payments, others.payments),
            lambda: both(self.lines, others.lines),
            count,
            found,
            self.ends,
        )

    def totals(self, periods: frozenset[str] | None = None, *, paid: bool = False, currency: str = "") -> list[int]:
        """Return what each scenario earns (or pays out) in some pay periods, or in all, in minor units.

        Args:
            periods: which ones.
            paid: what is paid out, instead of what is earned.
            currency: of what is added up: a plan's, or that of a payment. Needed where there are several.
        """
        frame, column = (self.payments, "paid") if paid else (self.earnings, "earning_amount")
        if periods is not None:
            frame = frame.filter(pl.col("period_id").is_in(list(periods)))
        if currency:
            frame = frame.filter(pl.col("currency") == currency)
        sums = dict(frame.group_by("scenario").agg(pl.col(column).sum()).iter_rows())
        return [int(sums.get(number, 0)) for number in range(self.scenario_count)]


def nothing(count: int, found: list[Diagnostic]) -> Answers:
    """Say why there is no answer."""
    empty = pl.DataFrame(
        schema={
            **dict.fromkeys(_ENTRY_KEYS, pl.String),
            "scenario": pl.UInt32,
            "earning_amount": pl.Int64,
        }
    )
    payments = pl.DataFrame(
        schema={**dict.fromkeys(PAYMENT_KEYS, pl.String), "scenario": pl.UInt32, **dict.fromkeys(PAID, pl.Int64)}
    )
    return Answers(empty, payments, lambda: empty, count, found)
