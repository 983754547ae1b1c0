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
    return KeptTables({name: _kept(cursor, name, sorted(set(own)), batch_no) for name, own in columns.items()})


def _kept(cursor: CursorWrapper, table: str, columns: list[str], batch_no: int) -> Kept:
    rows = _rows(cursor, table, batch_no)
    types = pl.Struct(dict.fromkeys(columns, pl.String))
    texts = rows.select(pl.col("cells").str.json_decode(types)).unnest("cells")
    return Kept(texts, rows["file"], rows["line"])


def _rows(cursor: CursorWrapper, table: str, batch_no: int) -> pl.DataFrame:
    query = sql.SQL(KNOWN).format(table=sql.Literal(table), batch=sql.Literal(batch_no))
    with cursor.copy(query) as copy:
        text = b"".join(bytes(part) for part in copy)
    if not text:
        return pl.DataFrame(schema=SCHEMA)
    return pl.read_csv(text, has_header=False, schema=SCHEMA)
