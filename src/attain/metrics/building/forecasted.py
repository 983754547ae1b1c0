"""Rows of forecasts: what somebody had submitted for a period a month before its end, and what came of it."""

from datetime import datetime, timedelta

import polars as pl

from attain.forecasts import standing_submissions
from attain.metrics.rows import checked
from attain.periods import Period
from attain.snapshots import Book, falls_in

LEAD_DAYS = 30


def forecast_rows(
    submissions: pl.DataFrame | None, book: Book, period: Period, instant: datetime, *, lead_days: int = LEAD_DAYS
) -> pl.DataFrame | None:
    """Return the rows ``forecasts``: of periods that lie in the one asked about and have ended; None without any."""
    if submissions is None:
        return None
    own = book.opportunities
    inside = (pl.col("starts_on") >= period.starts_on) & (pl.col("ends_before") <= period.ends_before)
    made: list[pl.DataFrame] = []
    for (starts_on, ends_before), rows in submissions.filter(inside & book.is_own).group_by(
        "starts_on", "ends_before", maintain_order=True
    ):
        ends_at = own.midnight(ends_before)
        if ends_at > instant:
            continue
        standing = standing_submissions(rows, ends_at - timedelta(days=lead_days))
        won = book.as_at(instant).filter((pl.col("outcome") == "won") & falls_in("close_date", starts_on, ends_before))
        sums = won.group_by("owner_id").agg(actual=pl.col("amount").sum())
        made.append(standing.join(sums, on="owner_id", how="left", maintain_order="left"))
    if not made:
        return None
    people = own.people.select("owner_id", "team", person="name")
    found = pl.concat(made).with_columns(pl.col("actual").fill_null(0))
    return checked("forecasts", found.join(people, on="owner_id", how="left", maintain_order="left"))
