"""Dated full snapshots of every deal: what differs from one to the next is a change, what is missing was deleted."""

from datetime import datetime

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.opportunities.histories.states import Reading, changes, states
from attain.opportunities.problems import NO_DAY
from attain.opportunities.table import CHANGES, FIELDS
from attain.sources import SourceTable


def changes_of_snapshots(
    table: SourceTable, taken_at: datetime | None, reading: Reading, *, batch: int
) -> pl.DataFrame:
    """Return what a file of one or more snapshots says.

    Args:
        table: the rows, with ``taken_at`` where the file has several snapshots.
        taken_at: the declared instant of a file that has none of its own.
        reading: how tables are read.
        batch: with which load it became known.
    """
    frame = states(table, reading)
    own = pl.col("taken_at") if "taken_at" in table.columns else pl.lit(None, dtype=CHANGES.schema["changed_at"])
    declared = pl.lit(taken_at, dtype=CHANGES.schema["changed_at"])
    frame = frame.with_columns(opportunity_id=pl.col("id"), changed_at=pl.coalesce(own, declared))
    undated = frame.filter(pl.col("changed_at").is_null())
    if undated.height:
        place = Place(table.file, int(undated["source_line"][0]))
        what = f"{undated.height:,} rows have no day of their snapshot"
        reading.found.append(Diagnostic.of(NO_DAY, place, what, "declare taken: 2026-03-01 for the file"))
    deleted = pl.coalesce(pl.col("is_deleted"), pl.lit(False))
    frame = frame.with_columns(basis=pl.lit("history"), is_deleted=deleted, says_is_deleted=pl.lit(True))
    return changes(frame, table, batch)


def deletions(changed: pl.DataFrame) -> pl.DataFrame:
    """Return a deletion for every deal that an earlier snapshot has and a later one lacks.

    Args:
        changed: what all snapshots say, with the columns of ``CHANGES``.
    """
    days = changed.select("changed_at", "known_at", "file").unique(["changed_at"], keep="first", maintain_order=True)
    first = changed.group_by("opportunity_id", maintain_order=True).agg(
        first_at=pl.col("changed_at").min(),
        first_known_at=pl.col("known_at").min(),
        source_line=pl.col("source_line").last(),
    )
    expected = first.join(days, how="cross").filter(pl.col("changed_at") > pl.col("first_at"))
    missing = expected.join(changed, on=["opportunity_id", "changed_at"], how="anti", maintain_order="left")
    nothing = {f: pl.lit(None, dtype=CHANGES.schema[f]) for f in FIELDS if f != "is_deleted"}
    silent = {f"says_{f}": pl.lit(f == "is_deleted") for f in FIELDS}
    known_at = pl.max_horizontal("known_at", "first_known_at")
    made = missing.with_columns(
        basis=pl.lit("history"), known_at=known_at, is_deleted=pl.lit(True), **nothing, **silent
    )
    return CHANGES.checked(made)
