"""Earlier periods, each looked at on the same day of it: which deals were due then, their signs, what became of them.

On the 40th day of the last eight quarters, of the deals due in each: how old they were, how long in their stage, how
often put off, how much of the period was left until they were due; and whether they were won in it, or moved out of it.
What deals that were not yet due, or not yet created, brought by its end is what later deals may bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from attain.periods import Period
from attain.snapshots import Book, ages, falls_in

_KEY = "opportunity_id"
SIGNS = ("log_open", "log_still", "extensions", "wait")
_MOST_EXTENSIONS = 6


@dataclass(frozen=True)
class Past:
    """What earlier periods show.

    Attributes:
        rows: a row per deal and period it was due in: ``number`` of the period, ``stage``, the signs, ``is_won`` and
            ``is_slipped`` by the period's end.
        later: what other deals brought by the end of each period, in minor units.
    """

    rows: pl.DataFrame
    later: tuple[int, ...]


def past_of(book: Book, period: Period, instant: datetime, earlier: Sequence[Period]) -> Past | None:
    """Look at earlier periods; None where no deal was due in any of them on that day.

    Args:
        book: the deals.
        period: the period that is asked about.
        instant: the instant in it.
        earlier: periods; those that have not ended by the instant are left out, and those before anything
            is told of.
    """
    since = book.opportunities.told_since  # before it nobody knows how deals stood
    passed = instant - book.opportunities.midnight(period.starts_on)
    seen: list[pl.DataFrame] = []
    later: list[int] = []
    for number, one in enumerate(earlier):
        starts_at, ends_at = (book.opportunities.midnight(day) for day in (one.starts_on, one.ends_before))
        if ends_at > instant:
            continue
        then = min(starts_at + passed, ends_at)
        if since is not None and then < since:
            continue
        due = signed(book, one, then, open_due(book, one, then))
        after = book.as_at(ends_at)
        ended = after.filter((pl.col("outcome") == "won") & falls_in("close_date", one.starts_on, one.ends_before))
        moved = after.filter(pl.col("close_date") >= one.ends_before)
        seen.append(
            due.select(
                "stage",
                *SIGNS,
                number=pl.lit(number, dtype=pl.Int64),
                is_won=pl.col(_KEY).is_in(ended[_KEY].implode()),
                is_slipped=pl.col(_KEY).is_in(moved[_KEY].implode()),
            )
        )
        before = book.as_at(then).filter(pl.col("outcome") == "won").select(_KEY)
        others = ended.join(due, on=_KEY, how="anti").join(before, on=_KEY, how="anti")
        later.append(int(others["amount"].sum()))
    rows = pl.concat(seen) if seen else None
    return None if rows is None or not rows.height else Past(rows, tuple(later))


def open_due(book: Book, period: Period, instant: datetime) -> pl.DataFrame:
    """Return the open deals due in a period as at an instant, with the columns of ``as_at``."""
    return book.open_at(instant).filter(falls_in("close_date", period.starts_on, period.ends_before))


def signed(book: Book, period: Period, instant: datetime, deals: pl.DataFrame) -> pl.DataFrame:
    """Add the signs of deals as at an instant; empty where they are not known. The order is kept.

    The days open and in the stage count by their logarithm: from 10 to 20 days says as much as from 100 to 200. The
    wait is the part of what is left of the period that passes until the deal is due.
    """
    ends_at = book.opportunities.midnight(period.ends_before)
    left = max(1.0, (ends_at - instant).total_seconds() / 86_400)
    midnight = pl.col("close_date").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    until = (midnight - pl.lit(instant, dtype=pl.Datetime("us", "UTC"))).dt.total_hours() / 24
    found = deals.join(ages(book, instant), on=_KEY, how="left", maintain_order="left")
    return found.with_columns(
        log_open=(pl.col("days_open").clip(0).cast(pl.Float64) + 1).log(),
        log_still=(pl.col("stage_days").clip(0).cast(pl.Float64) + 1).log(),
        extensions=pl.col("month_extensions").clip(0, _MOST_EXTENSIONS).cast(pl.Float64),
        wait=until.cast(pl.Float64) / left,
    )
