"""What people submitted and adjusted, apart from the deals: dated, kept, and each level with its own view.

An adjustment replaces a number, never a deal: the owner's stands over the sum of the deals, the manager's over the
owner's. Taking an adjustment away is another one, without a number; switching between roll-ups touches none.
"""

from datetime import datetime

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.forecasts.categories import CATEGORIES
from attain.forecasts.problems import NO_CATEGORY, NO_NOTE, NO_PERIOD
from attain.forecasts.table import ADJUSTMENTS, SUBMISSIONS, VIEWS
from attain.money import at_scale
from attain.periods import Calendar
from attain.sources import SourceTable

STALE_DAYS = 7


def read_submissions(
    table: SourceTable | None, calendar: Calendar, digits: int
) -> tuple[pl.DataFrame | None, list[Diagnostic]]:
    """Read submitted forecasts; None where there are none."""
    if table is None:
        return None, []
    frame = table.frame.with_columns(forecast=_minor(table, digits), owner_id=pl.col("owner"))
    found = _periods(frame, calendar, table.file)
    parsed = ((name, calendar.parse(name)) for name in frame["period"].unique().to_list())
    known = [(name, one.starts_on, one.ends_before) for name, one in parsed if one is not None]
    schema = {"period": pl.String, "starts_on": pl.Date, "ends_before": pl.Date}
    ranges = pl.DataFrame(known, schema=schema, orient="row")
    frame = _with_note(frame).join(ranges, on="period", how="inner", maintain_order="left")
    return SUBMISSIONS.checked(frame), found


def read_adjustments(
    table: SourceTable | None, calendar: Calendar, digits: int
) -> tuple[pl.DataFrame | None, list[Diagnostic]]:
    """Read adjustments; None where there are none."""
    if table is None:
        return None, []
    frame = table.frame.with_columns(
        adjusted=_minor(table, digits), owner_id=pl.col("owner"), author_id=pl.col("author")
    )
    frame = _with_note(frame)
    found = _periods(frame, calendar, table.file)
    for row in frame.iter_rows(named=True):
        place = Place(table.file, row["source_line"])
        if row["category"] not in CATEGORIES:
            what = f"'{row['category']}' is no category"
            found.append(Diagnostic.of(NO_CATEGORY, place, what, f"write one of {', '.join(CATEGORIES)}"))
        if row["note"] is None:
            what = f"{row['author_id']} adjusted {row['owner_id']} without a note"
            found.append(Diagnostic.of(NO_NOTE, place, what, "say why in the column note"))
    return ADJUSTMENTS.checked(frame), found


def _minor(table: SourceTable, digits: int) -> pl.Expr:
    return at_scale(table.frame["amount"], table.columns["amount"].scale, digits)


def _with_note(frame: pl.DataFrame) -> pl.DataFrame:
    return frame if "note" in frame.columns else frame.with_columns(note=pl.lit(None, dtype=pl.String))


def _periods(frame: pl.DataFrame, calendar: Calendar, file: str) -> list[Diagnostic]:
    unknown = [name for name in frame["period"].unique().to_list() if calendar.parse(name) is None]
    rows = frame.filter(pl.col("period").is_in(unknown))
    return [
        Diagnostic.of(
            NO_PERIOD, Place(file, line), f"'{name}' is no period of the calendar", "write one such as 2026-Q2"
        )
        for name, line in rows.select("period", "source_line").iter_rows()
    ]


def standing_submissions(submissions: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """Return the last submission of everybody for every period, as of an instant."""
    known = submissions.filter(pl.col("submitted_at") <= instant).sort("submitted_at", maintain_order=True)
    return known.unique(["owner_id", "period"], keep="last", maintain_order=True).sort("owner_id", "period")


def stale(submissions: pl.DataFrame, instant: datetime, days: int = STALE_DAYS) -> pl.DataFrame:
    """Return the standing submissions that are older than so many days."""
    age = (pl.lit(instant, dtype=pl.Datetime("us", "UTC")) - pl.col("submitted_at")).dt.total_days()
    return standing_submissions(submissions, instant).with_columns(age_days=age).filter(pl.col("age_days") > days)


def views(rolled: pl.DataFrame, adjustments: pl.DataFrame | None, period: str, instant: datetime) -> pl.DataFrame:
    """Return the table ``forecast_views`` of a period.

    Args:
        rolled: sums of deals by ``owner_id`` and ``category``, in ``worth``.
        adjustments: the table ``forecast_adjustments``; None where there are none.
        period: the period's name.
        instant: as of when.
    """
    made = ADJUSTMENTS.empty() if adjustments is None else adjustments
    known = made.filter((pl.col("period") == period) & (pl.col("adjusted_at") <= instant))
    known = known.sort("adjusted_at", maintain_order=True)
    is_own = pl.col("author_id") == pl.col("owner_id")
    keys = ["owner_id", "category"]
    own, managed = (
        known.filter(which).unique(keys, keep="last", maintain_order=True).select(*keys, pl.col("adjusted").alias(name))
        for which, name in ((is_own, "own"), (~is_own, "managed"))
    )
    # One without a number was taken away, and the number below it stands again.
    rows = rolled.select(*keys, from_deals="worth").join(own, on=keys, how="full", coalesce=True)
    rows = rows.join(managed, on=keys, how="full", coalesce=True).with_columns(pl.col("from_deals").fill_null(0))
    rows = rows.with_columns(by_owner=pl.coalesce("own", "from_deals"))
    rows = rows.with_columns(
        by_manager=pl.coalesce("managed", "by_owner"),
        is_adjusted=pl.col("own").is_not_null() | pl.col("managed").is_not_null(),
    )
    return VIEWS.checked(rows.filter(pl.col("owner_id").is_not_null()).sort(keys))
