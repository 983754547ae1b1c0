"""Rows of stages: which stages deals ever reached, and how long they stayed in each.

A deal that goes from Prospecting to Negotiation has reached what lies between; a won deal has reached every stage.
Stays are cut to the period: the days spent in it, and whether the stage was left in it.
"""

from datetime import datetime

import polars as pl

from attain.metrics.rows import checked
from attain.periods import Period
from attain.snapshots import Book

_KEY = "opportunity_id"


def reached_rows(book: Book, deals: pl.DataFrame, instant: datetime) -> pl.DataFrame | None:
    """Return the rows ``reached``: a closed deal of the period and a stage of open deals that it ever reached."""
    stages = book.opportunities.stages.frame.filter(pl.col("stage_outcome") == "open")
    if "stage" not in book.opportunities.told:
        return None
    known = book.versions.filter(pl.col("changed_at") <= instant)
    visited = known.join(stages.select("stage", "stage_order"), on="stage", how="inner", maintain_order="left")
    furthest = visited.group_by(_KEY).agg(furthest=pl.col("stage_order").max())
    closed = deals.filter(pl.col("is_due") & pl.col("outcome").is_in(["won", "lost"])).drop("stage")
    rows = closed.join(furthest, on=_KEY, how="left", maintain_order="left")
    last = int(stages["stage_order"].max() or 0)  # pyright: ignore[reportArgumentType] - orders are whole numbers
    furthest_order = pl.when(pl.col("outcome") == "won").then(last).otherwise(pl.col("furthest"))
    rows = rows.with_columns(furthest=furthest_order).join(stages, how="cross", maintain_order="left_right")
    rows = rows.filter(pl.col("stage_order") <= pl.col("furthest"))
    onward = (pl.col("furthest") > pl.col("stage_order")) | (pl.col("outcome") == "won")
    return checked("reached", rows.with_columns(went_on=onward))


def visit_rows(book: Book, period: Period, instant: datetime) -> pl.DataFrame | None:
    """Return the rows ``visits``: a stay of a deal in a stage, as far as it lies in the period."""
    own = book.opportunities
    if "stage" not in own.told:
        return None
    starts_at = own.midnight(period.starts_on)
    ends_at = min(own.midnight(period.ends_before), instant)
    stays = _stays(book, instant).filter(book.is_own)
    clipped = stays.with_columns(
        since=pl.max_horizontal("since", pl.lit(starts_at, dtype=pl.Datetime("us", "UTC"))),
        until=pl.min_horizontal(pl.coalesce("until", pl.lit(ends_at, dtype=pl.Datetime("us", "UTC"))), ends_at),
        is_left=(pl.col("until") <= ends_at).fill_null(False),
    ).filter(pl.col("until") > pl.col("since"))
    days = _day("until", own.time_zone) - _day("since", own.time_zone)
    made = clipped.with_columns(
        days=days.dt.total_days(), period_days=pl.lit((period.ends_before - period.starts_on).days)
    )
    return checked("visits", book.with_dimensions(made))


def _day(column: str, time_zone: str) -> pl.Expr:
    return pl.col(column).dt.convert_time_zone(time_zone).dt.date()


def _stays(book: Book, instant: datetime) -> pl.DataFrame:
    """Join versions of one open stage into one stay each; a stay that has not ended has no end."""
    known = book.versions.filter(pl.col("changed_at") <= instant)
    is_open = (pl.col("outcome") == "open") & ~pl.col("is_deleted") & pl.col("stage").is_not_null()
    same = pl.col("stage").eq_missing(pl.col("stage").shift(1)) & is_open.shift(1).eq_missing(is_open)
    begins = ~(same & pl.col(_KEY).eq_missing(pl.col(_KEY).shift(1)))
    numbered = known.with_columns(stay=begins.fill_null(True).cum_sum(), is_stay=is_open.fill_null(False))
    held = numbered.filter("is_stay").group_by("stay", maintain_order=True)
    return held.agg(
        pl.col(_KEY, "stage", "owner_id").first(), since=pl.col("changed_at").first(), until=pl.col("ends_at").last()
    )
