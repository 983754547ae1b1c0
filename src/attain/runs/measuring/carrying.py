"""Targets with what their measure fell short of before: the windows of one measure, in order of time.

A target of 100,000 per quarter with 80,000 reached makes the next quarter's 120,000. What was reached is read from the
measure to date, never from a stored balance: a deal that is rated again without itself (``rerate``) raises the targets
after it from the pay period of its cancellation on.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from attain.measures import states
from attain.runs.measuring.measured import NEVER, Measured
from attain.targets import carry_shortfall

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_WITHIN_A_YEAR = ("day", "week", "biweek", "semimonth", "month", "quarter", "half")


@dataclass(frozen=True)
class Carrying:
    """The targets of one measure whose plan carries a shortfall."""

    run: "PlanRun"
    measured: Measured

    @property
    def name(self) -> str:
        """The target."""
        return str(self.measured.model.against)

    @cached_property
    def base(self) -> pl.DataFrame:
        """The table ``TARGETS`` before anything is carried, of the windows in which the plan is in force."""
        targets, model = self.run.targets, self.measured.model
        if str(model.owner) == "payee":
            found = targets.of_payees(self.name, model.per)
        else:
            found = targets.of_owners(self.name, model.per, self.measured.owners)
        return found.filter(pl.col("ends_before") > self.run.plan.effective.from_)

    @cached_property
    def changed_at(self) -> list[int]:
        """The pay periods from which another feed counts: the first, and each in which a credit is removed."""
        gone = self.measured.feed.filter(pl.col("gone") < NEVER)["gone"].unique().sort()
        return [-1, *gone.to_list()]

    @cached_property
    def tables(self) -> list[pl.DataFrame]:
        """The table ``TARGETS`` with shortfalls, for each of ``changed_at``."""
        per, timeline = self.measured.model.per, self.run.timeline
        years = timeline.windows("year").periods["starts_on"].to_list() if per in _WITHIN_A_YEAR else []
        finer = self.measured.unit // 10 ** self.run.target_digits(self.name)
        request = self.run.targets.request(self.name, per)
        return [
            carry_shortfall(self.base, self._reached(at), [request], years=years, finer=finer) for at in self.changed_at
        ]

    def _reached(self, at: int) -> pl.DataFrame:
        """What every owner reached in every window, without the credits that are removed by then."""
        measured = self.measured
        feed = measured.feed.filter(pl.col("gone") > at).with_columns(period=pl.lit(0, pl.Int32))
        ends = states(measured.kind, feed).select("walk", measured_value="x")
        walks = feed.group_by("walk").agg(pl.col("owner", "window").first())
        windows = self.run.timeline.windows(measured.model.per).periods
        reached = walks.join(ends, on="walk").select(
            "measured_value",
            payee=self._owner_ids("owner"),
            period_id=pl.lit(windows["period_id"]).gather(pl.col("window")),
        )
        keys = self.base.select("payee", "payee_code", "target", "per", "period_id")
        return keys.join(reached, on=["payee", "period_id"]).with_columns(pl.col("measured_value").fill_null(0))

    def _owner_ids(self, owner: str) -> pl.Expr:
        if str(self.measured.model.owner) == "payee":
            return self.run.facts.roster.decode(pl.col(owner).cast(pl.UInt32))
        return pl.lit(self.measured.owners).gather(pl.col(owner))

    def table(self, cut: int) -> pl.DataFrame:
        """Return the table ``TARGETS`` as it stands at the end of a pay period."""
        return self.tables[sum(at <= cut for at in self.changed_at) - 1]

    def column(self, rows: pl.DataFrame) -> pl.Series:
        """Return the target of each row: its owner's, in the window of ``dated``, as it stands at its ``cut``."""
        model = self.measured.model
        owner = "payee" if str(model.owner) == "payee" else "owner"
        numbered = [t.select("payee", "period_id", "target_value", at=pl.lit(n)) for n, t in enumerate(self.tables)]
        windows = self.run.timeline.windows(model.per)
        asked = rows.select(
            payee=self._owner_ids(owner),
            period_id=pl.lit(windows.periods["period_id"]).gather(windows.of("dated")),
            at=pl.lit(pl.Series(self.changed_at)).search_sorted(pl.col("cut"), side="right").cast(pl.Int32) - 1,
        )
        keys = ["payee", "period_id", "at"]
        found = pl.concat(numbered).with_columns(pl.col("at").cast(pl.Int32))
        return asked.join(found, on=keys, how="left", maintain_order="left")["target_value"]
