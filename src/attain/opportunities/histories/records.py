"""Deals as they stand: what an export says of each on its day.

A deal that is closed and has no history of its stage was open from its creation to its close date: that much is known,
and its stage in between is not.
"""

from datetime import datetime

import polars as pl

from attain.opportunities.histories.states import Reading, changes, states
from attain.opportunities.problems import CLOSED_LATER
from attain.opportunities.table import FIELDS, INSTANT
from attain.opportunities.wording import listed
from attain.sources import SourceTable


def changes_of_records(table: SourceTable, taken_at: datetime, reading: Reading, *, batch: int) -> pl.DataFrame:
    """Return what an export of deals says.

    Args:
        table: its rows.
        taken_at: when it was taken.
        reading: how tables are read.
        batch: with which load it became known.
    """
    return said_by_records(states(table, reading), pl.lit(taken_at, dtype=INSTANT), table, reading, batch=batch)


def said_by_records(
    frame: pl.DataFrame, taken: pl.Expr, table: SourceTable, reading: Reading, *, batch: int
) -> pl.DataFrame:
    """Return the same of rows whose states were read; ``taken`` says when each was taken."""
    frame = frame.with_columns(opportunity_id=pl.col("id"))
    if "created_at" not in table.columns:
        frame = frame.with_columns(created_at=pl.lit(None, dtype=INSTANT))
    standing = frame.with_columns(basis=pl.lit("record"), changed_at=pl.max_horizontal(taken, "created_at"))
    silent = {f"says_{field}": pl.lit(False) for field in FIELDS}
    created = frame.with_columns(basis=pl.lit("created"), changed_at=pl.col("created_at"), **silent)
    assumed = _closed(frame, taken, table, reading)
    return pl.concat([changes(part, table, batch) for part in (standing, created, *assumed)])


def _closed(
    frame: pl.DataFrame, taken: pl.Expr, table: SourceTable, reading: Reading
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return that closed deals were open from creation on, and closed on their close date."""
    midnight = pl.col("close_date").cast(pl.Datetime("us"))
    midnight = midnight.dt.replace_time_zone(reading.time_zone, ambiguous="earliest", non_existent="null")
    closed_at = pl.max_horizontal(midnight.dt.convert_time_zone("UTC"), "created_at")
    closed = frame.filter(pl.col("outcome").is_in(["won", "lost"])).with_columns(closed_at=closed_at)
    later = closed.filter(pl.col("closed_at") > taken)
    what = "is closed and its close date is still to come"
    reading.found.extend(listed(CLOSED_LATER, table.file, later, (what, "correct the close date, or the stage")))
    said = {f"says_{field}": pl.lit(field in {"stage", "outcome"}) for field in FIELDS}
    assumed = closed.with_columns(basis=pl.lit("assumed"), **said)
    opened = assumed.with_columns(
        changed_at=pl.col("created_at"), stage=pl.lit(None, dtype=pl.String), outcome=pl.lit("open")
    )
    ended = assumed.with_columns(changed_at=pl.min_horizontal(pl.coalesce("closed_at", taken), taken))
    return opened, ended
