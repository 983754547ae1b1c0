"""How old deals are as at an instant: days open, days since the stage changed, month extensions.

The close date 10 March moved to 28 March (0), 2 April (1), 15 June (2), back to 1 May (2), 1 May of the next year (3):
only a move to a later calendar month counts, and nothing is ever taken back.

Days are counted between calendar days of the workspace's time zone. What nobody recorded is not known, and never 0: the
age of a deal without a day of creation, or whose outcome was not known for a time; the days in its first stage of such
a deal; and, where no history tells of stages or close dates, how long any deal has been in its stage, or how often it
was put off.
"""

from datetime import datetime

import polars as pl

from attain.snapshots.book import Book
from attain.snapshots.table import AGES

_KEY = "opportunity_id"
_TOLD = {"stage": "stage_days", "close_date": "month_extensions"}


def ages(book: Book, instant: datetime) -> pl.DataFrame:
    """Return the table ``ages`` of every deal of the book that existed at an instant, in order of deal."""
    time_zone = book.opportunities.time_zone
    now = pl.lit(instant, dtype=pl.Datetime("us", "UTC"))
    today = _day(now, time_zone)
    # Versions stand in order of deal and time, so what was before stands in the row before; the first has none.
    known = book.versions.filter(pl.col("changed_at") <= instant)
    is_first = pl.col("version") == 1
    ended = pl.min_horizontal(pl.coalesce("ends_at", now), now)
    days = (_day(ended, time_zone) - _day(pl.col("changed_at"), time_zone)).dt.total_days()
    is_open = (pl.col("outcome") == "open") & ~pl.col("is_deleted")
    month = pl.col("close_date").dt.year().cast(pl.Int64) * 12 + pl.col("close_date").dt.month()
    changed = ~is_first & ~pl.col("stage").eq_missing(pl.col("stage").shift(1))
    rows = known.select(
        _KEY,
        deal=is_first.cum_sum(),
        open_days=pl.when(is_open).then(days).when(is_open.is_not_null()).then(0),
        is_extended=(~is_first & (month > month.shift(1))).fill_null(False),
        stage_since=pl.when(changed).then("changed_at"),
        began_at=pl.when(is_first).then("changed_at"),
    )
    made = rows.group_by("deal", maintain_order=True).agg(
        pl.col(_KEY).first(),
        # One version of which it is not known whether the deal was open leaves its age unknown.
        days_open=pl.when(pl.col("open_days").null_count() == 0).then(pl.col("open_days").sum()),
        stage_since=pl.col("stage_since").max(),
        began_at=pl.col("began_at").first(),
        month_extensions=pl.col("is_extended").sum().cast(pl.Int64),
    )
    created = book.deals.select(_KEY, is_born=pl.col("created_at").is_not_null())
    made = made.join(created, on=_KEY, how="left", maintain_order="left")
    since = pl.coalesce("stage_since", pl.when("is_born").then("began_at"))
    untold = [column for field, column in _TOLD.items() if field not in book.opportunities.told]
    made = made.with_columns(
        days_open=pl.when("is_born").then("days_open"), stage_days=(today - _day(since, time_zone)).dt.total_days()
    )
    return AGES.checked(made.with_columns(pl.lit(None, dtype=pl.Int64).alias(column) for column in untold))


def _day(instant: pl.Expr, time_zone: str) -> pl.Expr:
    return instant.dt.convert_time_zone(time_zone).dt.date()
