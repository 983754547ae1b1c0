"""The bridge: why the open pipeline of a scope changed between two instants, exact to the minor unit.

start + new + pulled in + transferred in + reopened + increased - decreased - won - lost - pushed out - transferred out
- deleted = end. One deal counts as one change; what its amount changed by is split off as increased or decreased: a
deal that grew from 100 to 120 and was won is +20 increased, -120 won.

A deal that comes in was not there before (new), was closed or deleted (reopened), belonged to somebody else or another
stage, territory, … (transferred in), or was due outside the range (pulled in); one that goes out was deleted, won or
lost, transferred out, or moved out of the range (pushed out). What came and went in between is in neither.

10.00 at the start, 2.00 new, 4.00 won, one deal of 3.00 grows to 3.50: 10.00 + 2.00 - 4.00 + 0.50 = 8.50.
"""

from datetime import datetime

import polars as pl

from attain.snapshots.book import Book, standing
from attain.snapshots.scope import Scope
from attain.snapshots.table import BRIDGE, MOVES

COMES = ("new", "pulled_in", "transferred_in", "reopened")
GOES = ("won", "lost", "pushed_out", "transferred_out", "deleted")
ORDER = ("start", *COMES, "increased", "decreased", *GOES, "end")
_KEY = "opportunity_id"


def bridge(book: Book, scope: Scope, starts_at: datetime, ends_at: datetime) -> pl.DataFrame:
    """Return the table ``bridge``; all reasons in their order, those with nothing too."""
    return bridge_of(moves(book, scope, starts_at, ends_at))


def moves(book: Book, scope: Scope, starts_at: datetime, ends_at: datetime) -> pl.DataFrame:
    """Return the table ``moves``: each deal of the scope at either instant with the one reason it counts as."""
    before, after = (_seen(book, scope, instant) for instant in (starts_at, ends_at))
    both = before.join(after, on=_KEY, how="full", coalesce=True, suffix="_after").sort(_KEY)
    # A deleted deal keeps its last amount, so that all of it goes out.
    both = both.join(_last_worth(book, ends_at), on=_KEY, how="left", maintain_order="left")
    existed = book.versions.filter(pl.col("changed_at") <= starts_at)[_KEY].unique()
    both = both.with_columns(
        pl.col(_KEY).is_in(existed.implode()).alias("existed"),
        pl.col("is_in", "is_in_after").fill_null(False),
        before=pl.col("worth").fill_null(0),
        after=pl.coalesce("worth_after", "last_worth").fill_null(0),
    ).filter(pl.col("is_in") | pl.col("is_in_after"))
    reason = _reason()
    entered = pl.when(pl.col("outcome").is_null()).then("after").otherwise("before")
    moved = pl.when(reason.is_in(COMES)).then(entered).when(reason.is_in(GOES)).then(0 - pl.col("after")).otherwise(0)
    at_start = pl.when("is_in").then("before").otherwise(0)
    at_end = pl.when("is_in_after").then("after").otherwise(0)
    made = both.select(_KEY, reason=reason, at_start=at_start, moved=moved, at_end=at_end)
    return MOVES.checked(made.with_columns(repriced=pl.col("at_end") - pl.col("at_start") - pl.col("moved")))


def bridge_of(moved: pl.DataFrame) -> pl.DataFrame:
    """Add up the table ``moves`` into the table ``bridge``."""
    parts = [
        _part("start", moved.filter(pl.col("reason").is_in(["stayed", *GOES])), "at_start"),
        *(_part(reason, moved.filter(pl.col("reason") == reason), "moved") for reason in (*COMES, *GOES)),
        _part("increased", moved.filter(pl.col("repriced") > 0), "repriced"),
        _part("decreased", moved.filter(pl.col("repriced") < 0), "repriced"),
        _part("end", moved.filter(pl.col("reason").is_in(["stayed", *COMES])), "at_end"),
    ]
    found = {str(part["reason"][0]): part for part in parts}
    return BRIDGE.checked(pl.concat(found[reason] for reason in ORDER))


def _part(reason: str, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select(
        reason=pl.lit(reason), deal_count=pl.len().cast(pl.Int64), change=pl.col(column).sum().cast(pl.Int64)
    )


def _seen(book: Book, scope: Scope, instant: datetime) -> pl.DataFrame:
    """Return how every deal stood: whether it is in the open pipeline of the scope, and why not."""
    rows = book.with_dimensions(standing(book.versions, instant))
    is_open = (pl.col("outcome") == "open").fill_null(False)
    return rows.select(
        _KEY,
        "outcome",
        worth=pl.col("amount").fill_null(0),
        is_placed=scope.is_placed & book.is_own,
        is_in=is_open & scope.is_inside & book.is_own,
    )


def _last_worth(book: Book, instant: datetime) -> pl.DataFrame:
    known = book.versions.filter(pl.col("changed_at") <= instant)
    return known.group_by(_KEY).agg(last_worth=pl.col("amount").last().fill_null(0))


def _reason() -> pl.Expr:
    came = (
        pl.when(~pl.col("existed"))
        .then(pl.lit("new"))
        .when(pl.col("outcome").is_null() | (pl.col("outcome") != "open"))
        .then(pl.lit("reopened"))
        .when(~pl.col("is_placed"))
        .then(pl.lit("transferred_in"))
        .otherwise(pl.lit("pulled_in"))
    )
    went = (
        pl.when(pl.col("outcome_after").is_null())
        .then(pl.lit("deleted"))
        .when(pl.col("outcome_after") != "open")
        .then("outcome_after")
        .when(~pl.col("is_placed_after"))
        .then(pl.lit("transferred_out"))
        .otherwise(pl.lit("pushed_out"))
    )
    stayed = pl.col("is_in") & pl.col("is_in_after")
    return pl.when(stayed).then(pl.lit("stayed")).when("is_in").then(went).otherwise(came)
