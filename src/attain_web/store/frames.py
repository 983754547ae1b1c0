"""Frames in and out of tables whose columns are those of a contract."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from attain.tables import Table


def read_frame(
    cursor: CursorWrapper, table: str, contract: Table, *, where: str = "", parameters: Sequence[Any] = ()
) -> pl.DataFrame:
    """Read the columns of a contract from a table, in order of its key.

    Args:
        cursor: of a role that may read it.
        table: its name in the database.
        contract: which columns, and of which types.
        where: a condition in SQL, with a ``%s`` for each parameter.
        parameters: their values.
    """
    names = sql.SQL(", ").join(map(sql.Identifier, contract.names))
    key = sql.SQL(", ").join(map(sql.Identifier, contract.key))
    filled = where.replace("%s", "{}")
    condition = sql.SQL(f" WHERE {filled}").format(*map(sql.Literal, parameters)) if where else sql.SQL("")
    query = sql.SQL("COPY (SELECT {} FROM {}{} ORDER BY {}) TO STDOUT (FORMAT csv)").format(
        names, sql.Identifier(table), condition, key
    )
    with cursor.copy(query) as copy:
        text = b"".join(bytes(part) for part in copy)
    if not text:
        return contract.empty()
    return contract.checked(pl.read_csv(text, has_header=False, schema=contract.schema))


def add_frame(cursor: CursorWrapper, table: str, frame: pl.DataFrame) -> None:
    """Add the rows of a frame to a table that has its columns, by COPY."""
    names = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    query = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names)
    with cursor.copy(query) as copy:
        for part in frame.iter_slices(100_000):
            copy.write(part.write_csv(include_header=False, quote_style="non_numeric", null_value="").encode())
