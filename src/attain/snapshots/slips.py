"""Slips: of what was due in a period at its start, what moved out of it.

Due 100, 60 and 40 at the start; the 60 moved to the next quarter: 60 / 200 = 30 %.
"""

from datetime import datetime
from fractions import Fraction

import polars as pl

from attain.periods import Period
from attain.snapshots.book import Book
from attain.snapshots.scope import falls_in

_KEY = "opportunity_id"


def due_at_start(book: Book, period: Period, until: datetime) -> pl.DataFrame:
    """Return the deals that were due in a period at its start, and whether each has moved out of it since.

    Returns:
        The columns of ``as_at`` as they were at the start, ``close_date_after`` and ``moved_out``.
    """
    starts_at = book.opportunities.midnight(period.starts_on)
    due = book.open_at(starts_at).filter(falls_in("close_date", period.starts_on, period.ends_before))
    after = book.as_at(until).select(_KEY, close_date_after="close_date")
    found = due.join(after, on=_KEY, how="left", maintain_order="left")
    moved = (pl.col("close_date_after") >= period.ends_before).fill_null(False)
    return found.with_columns(moved_out=moved)


def slip_rate(due: pl.DataFrame) -> Fraction | None:
    """Return the share of the value due at the start that moved out; None when nothing was due."""
    whole = int(due["amount"].sum())
    return Fraction(int(due.filter("moved_out")["amount"].sum()), whole) if whole else None
