"""Roster sources for the tests."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from attain.expressions.types import ColumnType

COLUMNS = {
    "payee": ColumnType("payee"),
    **dict.fromkeys(("from", "before", "hired", "left"), ColumnType("date")),
    "title": ColumnType("text"),
    "manager": ColumnType("payee"),
    "team": ColumnType("text"),
}
Cell = str | int | date | None


@dataclass(frozen=True)
class Source:
    """A roster as the workspace reads it."""

    frame: pl.DataFrame
    columns: dict[str, ColumnType]
    file: str = "data/roster.csv"


def roster_source(rows: list[dict[str, Cell]], **further: ColumnType) -> Source:
    """Make a source of rows; absent cells are empty, the first row stands on line 2."""
    columns = COLUMNS | further
    schema = {name: pl.Date if kind.kind == "date" else pl.String for name, kind in columns.items()}
    schema |= {name: pl.Int64 for name, kind in columns.items() if kind.is_number}
    filled = [{name: row.get(name) for name in columns} for row in rows]
    frame = pl.DataFrame(filled, schema=schema).with_row_index("source_line", offset=2)
    return Source(frame.with_columns(pl.col("source_line").cast(pl.Int64)), columns)
