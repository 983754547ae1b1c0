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
from attain.snapshots.scope import falls_in
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
    """Return the mean days from creation to winning of all deals won by an instant; None when none has a known age."""
    standing_at = book.as_at(instant).select(_KEY, "outcome")
    return cycle_of(ages(book, instant).join(standing_at, on=_KEY, how="inner"))


def cycle_of(rows: pl.DataFrame) -> Fraction | None:
    """Return the same of deals with their ``outcome`` and ``days_open``."""
    days = rows.filter(pl.col("outcome") == "won")["days_open"].drop_nulls()
    return Fraction(int(days.sum()), len(days)) if len(days) else None


def judged(
    book: Book, period: Period, instant: datetime, *, cycle_days: Fraction, signs: Signs = USUAL
) -> pl.DataFrame:
    """Return all open deals due in a period with their signs, as the table ``doubtful``: the most doubtful first."""
    due = book.open_at(instant).filter(falls_in("close_date", period.starts_on, period.ends_before))
    rows = due.join(ages(book, instant), on=_KEY, how="left", maintain_order="left")
    order = ["signal_count", "amount", _KEY]
    rows = with_signs(rows, cycle_days, signs).sort(order, descending=[True, True, False], nulls_last=True)
    return DOUBTFUL.checked(rows)


def doubtful(
    book: Book, period: Period, instant: datetime, *, cycle_days: Fraction, signs: Signs = USUAL
) -> pl.DataFrame:
    """Return the table ``doubtful``: open deals due in a period that show at least one of the three signs."""
    return judged(book, period, instant, cycle_days=cycle_days, signs=signs).filter(pl.col("signal_count") > 0)


def with_signs(rows: pl.DataFrame, cycle_days: Fraction, signs: Signs = USUAL) -> pl.DataFrame:
    """Add the signs of deals to their ages: ``signal_count``, ``is_doubtful`` and ``reason``.

    A sign that cannot be seen is not counted; whether a deal is doubtful is then not known, unless another is missing.
    """
    most_open, most_still = cycle_days * signs.open_cycles, cycle_days * signs.still_cycles
    cycle = float(cycle_days)
    is_old = pl.col("days_open") * most_open.denominator >= most_open.numerator
    is_still = pl.col("stage_days") * most_still.denominator >= most_still.numerator
    is_put_off = pl.col("month_extensions") >= signs.extensions
    said = (
        pl.when(is_old).then(pl.format(f"open {{}} days on a cycle of {cycle:.0f}", "days_open")),
        pl.when(pl.col("days_open").is_null()).then(pl.lit("its age is not known")),
        pl.when(is_still).then(pl.format("in its stage for {} days", "stage_days")),
        pl.when(is_put_off).then(pl.format("put off {} times", "month_extensions")),
    )
    three = (is_old, is_still, is_put_off)
    return rows.with_columns(
        signal_count=pl.sum_horizontal(sign.fill_null(False).cast(pl.Int64) for sign in three),
        is_doubtful=pl.all_horizontal(three),
        reason=pl.concat_str(said, separator=", ", ignore_nulls=True),
    )
