"""The roll-up of a period by category: what the deals say, what their owners made of it, and what the managers did."""

from collections.abc import Callable, Mapping
from datetime import datetime

import polars as pl

from attain.forecasts.categories import categorised, rolled_up
from attain.forecasts.submissions import views
from attain.periods import Period
from attain.snapshots import Book, falls_in

_SIDES = ("from_deals", "by_owner", "by_manager")


def period_views(book: Book, period: Period, instant: datetime, adjustments: pl.DataFrame | None) -> pl.DataFrame:
    """Return the table ``forecast_views`` of the deals due in a period; who has no owner has the owner ``""``."""
    due = book.as_at(instant).filter(falls_in("close_date", period.starts_on, period.ends_before))
    rows = categorised(book, due).with_columns(pl.col("owner_id").fill_null(""))
    return views(rolled_up(rows, ["owner_id"]), adjustments, period.name, instant)


def roll_up(seen: pl.DataFrame, by: Callable[[Mapping[str, int]], dict[str, int]]) -> dict[str, tuple[int, int, int]]:
    """Add views up over owners.

    Args:
        seen: the table ``forecast_views``.
        by: how categories roll up: ``cumulative`` or ``single``.

    Returns:
        By category: minor units from the deals, by their owners, by the managers.
    """
    deals, owners, managers = (
        by({str(c): int(w) for c, w in seen.group_by("category").agg(pl.col(side).sum()).iter_rows()})
        for side in _SIDES
    )
    return {name: (deals[name], owners[name], managers[name]) for name in deals}
