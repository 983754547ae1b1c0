"""How old deals are as at an instant: days open, days since the stage changed, month extensions.

The close date 10 March moved to 28 March (0), 2 April (1), 15 June (2), back to 1 May (2), 1 May of the next year (3):
only a move to a later calendar month counts, and nothing is ever taken back.

Days are counted between calendar days of the workspace's time zone.
"""

from datetime import datetime

import polars as pl

from attain.snapshots.table import AGES

_KEY = "opportunity_id"


def ages(versions: pl.DataFrame, instant: datetime, time_zone: str) -> pl.DataFrame:
    """Return the table ``ages`` of every deal that existed at an instant, in order of deal.

    Args:
        versions: the table ``versions``.
        instant: as at when.
        time_zone: where a day is counted.
    """
    known = versions.filter(pl.col("changed_at") <= instant)
    now = pl.lit(instant, dtype=pl.Datetime("us", "UTC"))
    ended = pl.min_horizontal(pl.coalesce("ends_at", now), now)
    is_open = (pl.col("outcome") == "open") & ~pl.col("is_deleted")
    days = (_day(ended, time_zone) - _day(pl.col("changed_at"), time_zone)).dt.total_days()
    month = pl.col("close_date").dt.year().cast(pl.Int64) * 12 + pl.col("close_date").dt.month()
    before = month.shift(1).over(_KEY)
    stage_before, first = pl.col("stage").shift(1).over(_KEY), pl.col("version").min().over(_KEY)
    changed = (pl.col("version") != first) & ~pl.col("stage").eq_missing(stage_before)
    rows = known.with_columns(
        open_days=pl.when(is_open.fill_null(False)).then(days).otherwise(0),
        is_extended=(month > before).fill_null(False),
        stage_since=pl.when(changed | (pl.col("version") == first)).then("changed_at"),
    )
    made = rows.group_by(_KEY, maintain_order=True).agg(
        days_open=pl.col("open_days").sum(),
        stage_days=(_day(now, time_zone) - _day(pl.col("stage_since").max(), time_zone)).dt.total_days(),
        month_extensions=pl.col("is_extended").sum().cast(pl.Int64),
    )
    return AGES.checked(made)


def _day(instant: pl.Expr, time_zone: str) -> pl.Expr:
    return instant.dt.convert_time_zone(time_zone).dt.date()
