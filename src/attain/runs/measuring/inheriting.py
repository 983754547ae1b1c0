"""What a plan that continues another takes over: everything that fed the measures of the same name, in its own order.

80,000 of January stand in the quarter when the next plan begins in March; its first deal walks from 80,000. What the
plan before takes back later moves the measure on that day, between the deals of this plan.
"""

from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic
from attain.measures.problems import PAID_AGAIN
from attain.rates import Interpolated, StepBonus
from attain.runs.measuring.measured import NEVER

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

Part = tuple[pl.DataFrame, str, int]
_BEFORE_ALL = 2**40


def with_room(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave a place between any two events, for what the plan before takes back."""
    return rows.with_columns(at=pl.col("at") * 2)


def taken_over(run: "PlanRun", last: "PlanRun", part: Part) -> Part:
    """Number the pay periods of what fed the plan before as this plan does, and place it among its events."""
    frame, kind, unit = part
    days = last.timeline.pay_periods.periods["starts_on"]
    is_gone = pl.col("gone") < len(days)
    gone_on = pl.lit(days).gather(pl.when(is_gone).then("gone").otherwise(0))
    frame = frame.with_columns(
        period=run.timeline.period_of("dated").fill_null(0),
        gone=pl.when(is_gone).then(run.timeline.period_of(gone_on).fill_null(0)).otherwise(NEVER).cast(pl.Int32),
    )
    own = pl.concat([made.rows.select("dated", own_at="at") for made in run.standing.values()]).sort("dated", "own_at")
    own = own.group_by("dated", maintain_order=True).agg(pl.col("own_at").max())
    frame = frame.sort("dated", "at").join_asof(own.with_columns(pl.col("own_at").cum_max()), on="dated")
    is_late = pl.col("dated") >= run.plan.effective.from_
    between = pl.col("own_at").fill_null(-2) + 1
    at = pl.when(is_late).then(between).otherwise(pl.col("at") - _BEFORE_ALL)
    return frame.with_columns(at=at).drop("own_at").filter(pl.col("gone") > 0), kind, unit


def payout_problems(run: "PlanRun", name: str) -> list[Diagnostic]:
    """Find curves that pay a state in all: what the plan before paid of it is not known to them."""
    found: list[Diagnostic] = []
    for component in (c for c in run.components if run.measure_of(c) == name):
        rate = run.components[component].rate
        if isinstance(rate, StepBonus) or (
            isinstance(rate, Interpolated) and (not rate.is_percent or run.names_target(rate.of))
        ):
            assert run.predecessor is not None
            what = f"'{component}' pays by a curve, and its measure goes on from '{run.predecessor.plan.plan}'"
            fix = "begin the plan with a window of the measure, or give the measure another name"
            found.append(Diagnostic.of(PAID_AGAIN, run.components[component].place, what, fix))
    return found
