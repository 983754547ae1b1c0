"""The shape of the open pipeline: by close month and stage, by creation, parked deals, several in one account."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from attain.periods import Calendar
from attain.snapshots.book import totals
from attain.snapshots.table import SHAPE


def shape(open_deals: pl.DataFrame, dated: str = "close_date") -> pl.DataFrame:
    """Return the table ``shape`` of open deals, by the month of a date and the stage."""
    rows = open_deals.with_columns(month=pl.col(dated).dt.strftime("%Y-%m"))
    return SHAPE.checked(totals(rows, ["month", "stage"]))


def last_days(calendar: Calendar, open_deals: pl.DataFrame) -> list[date]:
    """Return the last day of every quarter in which an open deal is due."""
    first, last = open_deals["close_date"].min(), open_deals["close_date"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return []
    quarters = calendar.between("quarter", first, last + timedelta(days=1))
    return [quarter.ends_before - timedelta(days=1) for quarter in quarters]


def parked(open_deals: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Return the open deals due on the last day of a period: the year-end surge.

    Args:
        open_deals: rows of ``as_at``.
        days: the last day of each period.

    Returns:
        ``close_date``, ``deal_count`` and ``open_value`` in minor units; days without deals are left out.
    """
    return totals(open_deals.filter(pl.col("close_date").is_in(list(days))), ["close_date"])


def several_in_one_account(open_deals: pl.DataFrame) -> pl.DataFrame:
    """Return accounts with several open deals, which might be combined: the most valuable first."""
    found = totals(open_deals.filter(pl.col("account_id").is_not_null()), ["account_id"])
    return found.filter(pl.col("deal_count") > 1).sort("open_value", "account_id", descending=[True, False])
