"""Deals that may slip: due in this period, old, standing still, and put off again and again.

The three signs are ours; they are measured against the average cycle of won deals:
open for at least twice the cycle, in one stage for at least two thirds of it, put off to a later month at least three
times. A deal that shows all three is doubtful. On a cycle of 90 days: 237 days open, 100 in one stage, put off 4 times
is doubtful; so is 200, 60 and 4.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import polars as pl

from attain.periods import Period
from attain.snapshots.ages import ages
from attain.snapshots.book import Book
from attain.snapshots.table import DOUBTFUL

_KEY = "opportunity_id"


@dataclass(frozen=True)
class Signs:
    """How much of each is a sign, the first two as multiples of the average cycle."""

    open_cycles: Fraction = Fraction(2)
    still_cycles: Fraction = Fraction(2, 3)
    extensions: int = 3


USUAL = Signs()


def average_cycle(book: Book, instant: datetime) -> Fraction | None:
    """Return the mean days from creation to winning of all deals won by an instant; None when there are none."""
    won = book.as_at(instant).filter(pl.col("outcome") == "won").select(_KEY)
    own = ages(book.versions, instant, book.opportunities.time_zone).join(won, on=_KEY, how="semi")
    return Fraction(int(own["days_open"].sum()), own.height) if own.height else None


def doubtful(
    book: Book, period: Period, instant: datetime, *, cycle_days: Fraction, signs: Signs = USUAL
) -> pl.DataFrame:
    """Return the table ``doubtful``: open deals due in a period that show at least one of the three signs."""
    due = book.open_at(instant).filter(
        (pl.col("close_date") >= period.starts_on) & (pl.col("close_date") < period.ends_before)
    )
    own = ages(book.versions, instant, book.opportunities.time_zone)
    rows = due.join(own, on=_KEY, how="left", maintain_order="left")
    # Without a history nobody knows whether a stage or a close date ever moved.
    told = {"stage": "stage_days", "close_date": "month_extensions"}
    unknown = [column for field, column in told.items() if field not in book.opportunities.told]
    rows = rows.with_columns(pl.lit(None, dtype=pl.Int64).alias(column) for column in unknown)
    rows = with_signs(rows, cycle_days, signs).filter(pl.col("signal_count") > 0)
    order = ["signal_count", "amount", _KEY]
    return DOUBTFUL.checked(rows.sort(order, descending=[True, True, False], nulls_last=True))


def with_signs(rows: pl.DataFrame, cycle_days: Fraction, signs: Signs = USUAL) -> pl.DataFrame:
    """Add the signs of deals to their ages: ``signal_count``, ``is_doubtful`` and ``reason``."""
    most_open, most_still = cycle_days * signs.open_cycles, cycle_days * signs.still_cycles
    cycle = float(cycle_days)
    is_old = pl.col("days_open") * most_open.denominator >= most_open.numerator
    is_still = pl.col("stage_days") * most_still.denominator >= most_still.numerator
    is_put_off = pl.col("month_extensions") >= signs.extensions
    said = (
        pl.when(is_old).then(pl.format(f"open {{}} days on a cycle of {cycle:.0f}", "days_open")),
        pl.when(is_still).then(pl.format("in its stage for {} days", "stage_days")),
        pl.when(is_put_off).then(pl.format("put off {} times", "month_extensions")),
    )
    count = pl.sum_horizontal(sign.fill_null(False).cast(pl.Int64) for sign in (is_old, is_still, is_put_off))
    return rows.with_columns(
        signal_count=count, is_doubtful=count == 3, reason=pl.concat_str(said, separator=", ", ignore_nulls=True)
    )
