"""Lines that take cancelled ones back, after the credits they cancel were rated and rounded."""

from typing import TYPE_CHECKING

import polars as pl

from attain.earnings.clawbacks import original_rate
from attain.earnings.clawbacks.unearned import month_count
from attain.runs.earning.releasing import with_months_earned
from attain.runs.measuring.measured import NEVER

if TYPE_CHECKING:
    from attain.runs.earning.component import ComponentRun

_KEPT = (
    "line",
    "line_type",
    "cut",
    "amount",
    "gone",
    "row",
    "payee",
    "roster_row",
    "dated",
    "x0",
    "x1",
    "owner",
    "window",
    "origin",
)


def with_reversals(run: "ComponentRun", lines: pl.DataFrame) -> pl.DataFrame:
    """Add the lines that take cancelled ones back, to date like them.

    Args:
        run: the component.
        lines: its rounded lines to date, ``amount`` in minor units.
    """
    lines = lines.select([c for c in [*_KEPT, "cancelled_on", "back_share"] if c in lines.columns])
    clawback = run.component.clawback
    if clawback is None or clawback.policy not in {"original_rate", "unearned"}:
        return lines.select([c for c in _KEPT if c in lines.columns])
    back = _reversals(run, lines.filter(pl.col("cancelled_on").is_not_null() & (pl.col("line_type") == "credit")))
    return pl.concat([lines.select(_KEPT), back.select(_KEPT)])


def _reversals(run: "ComponentRun", cancelled: pl.DataFrame) -> pl.DataFrame:
    since = run.plan_run.timeline.period_of("cancelled_on").alias("since")
    cancelled = cancelled.with_columns(since)
    at_once = cancelled.filter(pl.col("cut") <= pl.col("since")).sort("cut").unique("line", keep="last")
    later = cancelled.filter(pl.col("cut") > pl.col("since"))
    both = pl.concat([at_once.with_columns(cut=pl.col("since")), later])
    both = _taken(run, both)
    return both.with_columns(
        origin=pl.col("line"),
        line_type=pl.lit("reversal"),
        dated=pl.col("cancelled_on"),
        gone=pl.lit(NEVER, pl.Int32),
    )


def _taken(run: "ComponentRun", both: pl.DataFrame) -> pl.DataFrame:
    unit = run.plan_run.rounding.unit
    clawback, earned = run.component.clawback, run.component.earned
    if clawback is None or clawback.policy != "unearned":
        return original_rate.taken_back(both, run.standing.share_whole, unit)
    if earned is None or month_count(earned) is None:
        return both.with_columns(amount=pl.lit(0, pl.Int64))
    months = month_count(earned) or 1
    both = with_months_earned(run.plan_run, both, run.name, earned)
    left = both.with_columns(back_share=pl.col("back_share") * (months - pl.col("months_earned")))
    return original_rate.taken_back(left, run.standing.share_whole * months, unit)
