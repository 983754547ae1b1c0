"""The tables of a workspace as they were known at a batch."""

from collections.abc import Iterable, Mapping

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from attain.sources import Kept, KeptTables

KNOWN = """
COPY (
    SELECT key, cells, file, line FROM (
        SELECT DISTINCT ON (key) key, cells, file, line FROM fact
        WHERE source_table = {table} AND batch_id <= {batch} ORDER BY key, batch_id DESC
    ) known WHERE cells IS NOT NULL
) TO STDOUT (FORMAT csv)
"""
SCHEMA = {"key": pl.String, "cells": pl.String, "file": pl.String, "line": pl.Int64}


def kept_at(cursor: CursorWrapper, columns: Mapping[str, Iterable[str]], batch_no: int) -> KeptTables:
    """Return the tables as they were known at a batch.

    Args:
        cursor: of any role that may read facts.
        columns: for each table the columns that its cells may have.
        batch_no: the last batch that counts.
    """
    return KeptTables({name: kept_of(_rows(cursor, name, batch_no), own) for name, own in columns.items()})


def kept_of(rows: pl.DataFrame, columns: Iterable[str]) -> Kept:
    """Read the cells of rows: ``key, cells, file, line``.

    Args:
        rows: the facts, none of them gone.
        columns: those that their cells may have.
    """
    types = pl.Struct(dict.fromkeys(sorted(set(columns)), pl.String))
    texts = rows.select(pl.col("cells").str.json_decode(types)).unnest("cells")
    return Kept(texts, rows["file"], rows["line"])


def _rows(cursor: CursorWrapper, table: str, batch_no: int) -> pl.DataFrame:
    query = sql.SQL(KNOWN).format(table=sql.Literal(table), batch=sql.Literal(batch_no))
    with cursor.copy(query) as copy:
        text = b"".join(bytes(part) for part in copy)
    if not text:
        return pl.DataFrame(schema=SCHEMA)
    return pl.read_csv(text, has_header=False, schema=SCHEMA)
