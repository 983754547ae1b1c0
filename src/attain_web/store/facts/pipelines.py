"""The pipeline's tables as facts, and as they were known at a batch: deals and their lines in every version.

What a batch said that was taken back later is nobody's history: neither it nor the batch that took it back counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from attain.sources import Kept, LoadedPipeline, SourceTable, texts_of
from attain_web.store.facts.reading import kept_of
from attain_web.store.facts.rows import TableRows, rows_of

PREFIX = "pipeline."
DEALS, LINES, PEOPLE = "opportunities", "product_lines", "people"
VERSIONED = (DEALS, LINES)
IDENTITY = {
    LINES: ("opportunity", "product"),
    "contact_roles": ("opportunity", "contact", "role"),
    "activities": ("id", "kind", "happened_at", "owner", "opportunity", "lead"),
    "targets": ("level", "owner", "period", "product_family"),
    "forecasts": ("owner", "period", "submitted_at"),
    "adjustments": ("owner", "period", "category", "author", "adjusted_at"),
    "history": ("opportunity", "id", "changed_at", "taken_at", "field"),
}
VERSIONS = """
COPY (
    SELECT key, cells, file, line, batch_id FROM fact
    WHERE source_table = {table} AND batch_id <= {batch} AND batch_id <> ALL({undone}) ORDER BY key, batch_id
) TO STDOUT (FORMAT csv)
"""
STOOD = """
COPY (
    SELECT key, cells, file, line, batch_id FROM (
        SELECT DISTINCT ON (key) key, cells, file, line, batch_id FROM fact
        WHERE source_table = {table} AND batch_id <= {batch} AND batch_id <> ALL({undone}) ORDER BY key, batch_id DESC
    ) known WHERE cells IS NOT NULL ORDER BY file, line
) TO STDOUT (FORMAT csv)
"""
SCHEMA = {"key": pl.String, "cells": pl.String, "file": pl.String, "line": pl.Int64, "batch": pl.Int64}


def pipeline_tables(loaded: LoadedPipeline) -> dict[str, SourceTable]:
    """Return every table of a pipeline that was read from files, by its name among the facts."""
    found = dict(loaded.surroundings)
    if loaded.opportunities is not None:
        found[DEALS] = loaded.opportunities
    assert loaded.config is not None
    place = {id(one): at for at, one in enumerate(loaded.config.pipeline.history if loaded.config.pipeline else (), 1)}
    found |= {f"history {place[id(history.config)]}": history.table for history in loaded.histories}
    return {PREFIX + name: table for name, table in sorted(found.items())}


def pipeline_rows(name: str, table: SourceTable, texts: pl.DataFrame | None = None) -> TableRows:
    """Make facts of a table of the pipeline.

    Args:
        name: the table's among the facts.
        table: its rows.
        texts: what they say, where that is not all that they say.
    """
    texts = texts_of(table) if texts is None else texts
    plain = name.removeprefix(PREFIX).split(" ")[0]
    identity = table.key or tuple(one for one in IDENTITY.get(plain, ()) if one in texts.columns)
    return rows_of(name, replace(table, key=identity), texts)


def kept_tables(
    cursor: CursorWrapper, columns: Mapping[str, Iterable[str]], batch_no: int, undone: Collection[int]
) -> tuple[dict[str, Kept], dict[str, pl.DataFrame]]:
    """Return the pipeline's tables as known at a batch.

    Args:
        cursor: of any role that may read facts.
        columns: for each of its tables the columns that its cells may have.
        batch_no: the last batch that counts.
        undone: batches that do not count.

    Returns:
        The tables by their plain names, and of those that are kept in every version what is gone, and since when.
    """
    kept: dict[str, Kept] = {}
    gone: dict[str, pl.DataFrame] = {}
    for table, own in columns.items():
        name = table.removeprefix(PREFIX)
        is_versioned = name in VERSIONED
        rows = _rows(cursor, VERSIONS if is_versioned else STOOD, table, (batch_no, undone))
        is_gone = pl.col("cells").is_null()
        if is_versioned:
            gone[name] = rows.filter(is_gone).select("key", "batch")
        said = rows.filter(~is_gone)
        kept[name] = replace(kept_of(said, own), batches=said["batch"], keys=said["key"] if is_versioned else None)
    return kept, gone


def _rows(cursor: CursorWrapper, query: str, table: str, known: tuple[int, Collection[int]]) -> pl.DataFrame:
    batch_no, undone = known
    made = sql.SQL(query).format(
        table=sql.Literal(table), batch=sql.Literal(batch_no), undone=sql.Literal(sorted({0, *undone}))
    )
    with cursor.copy(made) as copy:
        text = b"".join(bytes(part) for part in copy)
    return pl.read_csv(text, has_header=False, schema=SCHEMA) if text else pl.DataFrame(schema=SCHEMA)
