"""What a plan that continues another takes over: everything that fed the measures of the same name, in its own order.

80,000 of January stand in the quarter when the next plan begins in March; its first deal walks from 80,000. What the
plan before takes back later moves the measure on that day, after the deals of this plan on the same day.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from attain.runs.measuring.measured import NEVER

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

Part = tuple[pl.DataFrame, str, int]
BEFORE = -1  # the pay period of everything that is dated before the plan
_ROOM = 2**30  # places between two events of the plan
_BEFORE_ALL = 2**40


def with_room(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave places between any two events, for what the plan before takes back."""
    return rows.with_columns(at=pl.col("at") * _ROOM)


def taken_over(run: "PlanRun", last: "PlanRun", parts: Sequence[Part]) -> list[Part]:
    """Number the pay periods of what fed the plan before as this plan does, and place it among its events.

    Args:
        run: the plan that goes on.
        last: the plan that it continues.
        parts: what fed the plan before, a frame for each of its rules, numbered as there.
    """
    places = pl.concat([frame["at"] for frame, _, _ in parts]).unique().sort()
    own = pl.concat([made.rows.select("dated", own_at="at") for made in run.standing.values()]).sort("dated", "own_at")
    own = own.group_by("dated", maintain_order=True).agg(pl.col("own_at").max()).sort("dated")
    own = own.with_columns(pl.col("own_at").cum_max())
    return [(_placed(run, last, frame, places=places, own=own), kind, unit) for frame, kind, unit in parts]


def _placed(
    run: "PlanRun", last: "PlanRun", frame: pl.DataFrame, *, places: pl.Series, own: pl.DataFrame
) -> pl.DataFrame:
    days = last.timeline.pay_periods.periods["starts_on"]
    is_gone = pl.col("gone") < len(days)
    gone_on = pl.lit(days).gather(pl.when(is_gone).then("gone").otherwise(0))
    gone_in = pl.when(is_gone).then(run.timeline.period_of(gone_on).fill_null(BEFORE)).otherwise(NEVER)
    number = pl.Series(places.search_sorted(frame["at"]), dtype=pl.Int64)
    frame = frame.with_columns(
        period=run.timeline.period_of("dated").fill_null(BEFORE).cast(pl.Int32), gone=gone_in.cast(pl.Int32), at=number
    )
    frame = frame.sort("dated", "at").join_asof(own, on="dated")
    is_late = pl.col("dated") >= run.plan.effective.from_
    after_own = pl.col("own_at").fill_null(-_ROOM) + 1 + pl.col("at")
    at = pl.when(is_late).then(after_own).otherwise(pl.col("at") - _BEFORE_ALL)
    return frame.with_columns(at=at, is_taken_over=pl.lit(value=True)).drop("own_at").filter(pl.col("gone") > BEFORE)
