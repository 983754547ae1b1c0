"""One row per deal as of an instant: what is due, created, won, weighted, doubtful, parked or moved out in a period.

A deal's weight is its own probability, or its stage's where the source gives none; 30,000 at 20 % weighs 6,000, rounded
per deal to the minor unit. A deal without either weighs nothing, and says so by an empty cell.
"""

from datetime import datetime, timedelta

import polars as pl

from attain.metrics.rows import OF_DEALS, checked
from attain.money import Exact, largest, rounded
from attain.opportunities import PROBABILITY_SCALE
from attain.periods import Period
from attain.snapshots import Book, ages, cycle_of, due_at_start, falls_in, with_signs

_KEY = "opportunity_id"


def deal_rows(book: Book, period: Period, instant: datetime) -> pl.DataFrame:
    """Return the rows ``deals``."""
    rows = book.as_at(instant)
    rows = rows.join(ages(book, instant), on=_KEY, how="left", maintain_order="left")
    rows = book.with_creation(rows)
    rows = _weighted(rows, book)
    range_of = period.starts_on, period.ends_before
    rows = rows.with_columns(
        created_month=pl.col("created_on").dt.strftime("%Y-%m"),
        is_due=falls_in("close_date", *range_of),
        is_created=falls_in("created_on", *range_of),
        is_parked=(pl.col("close_date") == period.ends_before - timedelta(days=1)).fill_null(False),
        has_lead=_began_as_lead(book),
    )
    return checked("deals", _with_slips(_with_doubts(rows), book, period, instant))


def _began_as_lead(book: Book) -> pl.Expr:
    leads = book.opportunities.leads
    if leads is None:
        return pl.lit(None, dtype=pl.Boolean)
    return pl.col(_KEY).is_in(leads["opportunity_id"].drop_nulls().implode())


def _weighted(rows: pl.DataFrame, book: Book) -> pl.DataFrame:
    by_stage = book.opportunities.stages.frame.select("stage", "stage_probability")
    rows = rows.join(by_stage, on="stage", how="left", maintain_order="left")
    rows = rows.with_columns(weight=pl.coalesce("probability", "stage_probability"))
    worth = Exact.column("amount", largest(rows["amount"]))
    weighted = worth.times_exact(Exact.column("weight", largest(rows["weight"]), 10**PROBABILITY_SCALE))
    return rows.with_columns(weighted=rounded(weighted.numerator, weighted.denominator, weighted.bound))


def _with_doubts(rows: pl.DataFrame) -> pl.DataFrame:
    cycle = cycle_of(rows)
    if cycle is None:
        return rows.with_columns(is_doubtful=pl.lit(None, dtype=pl.Boolean))
    return with_signs(rows, cycle)


def _with_slips(rows: pl.DataFrame, book: Book, period: Period, instant: datetime) -> pl.DataFrame:
    """Add the deals that were due at the period's start; of one that is gone since, a row with nothing else."""
    starts_at = book.opportunities.midnight(period.starts_on)
    empty = {"start_value": pl.lit(0, dtype=pl.Int64), "moved_out": pl.lit(False), "was_due": pl.lit(False)}
    if starts_at > instant or "close_date" not in book.opportunities.told:
        return rows.with_columns(**empty)
    until = min(instant, book.opportunities.midnight(period.ends_before))
    were = due_at_start(book, period, until).with_columns(start_value="amount", was_due=pl.lit(True))
    due = were.select(_KEY, "moved_out", "start_value", "was_due")
    found = rows.join(due, on=_KEY, how="left", maintain_order="left")
    gone = were.join(rows, on=_KEY, how="anti", maintain_order="left").select(
        _KEY, "owner_id", *OF_DEALS, "moved_out", "start_value", "was_due", amount=pl.lit(None, dtype=pl.Int64)
    )
    found = pl.concat([found, gone], how="diagonal")
    return found.with_columns(pl.col("was_due", "moved_out").fill_null(False), pl.col("start_value").fill_null(0))
