"""Read through Arrow: Parquet files with columns of rarer types, and the answers of databases.

Importing Arrow takes a quarter of a second, so this module is imported only where it is needed.
"""

import io
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from attain.sources import problems
from attain.sources.files.raw import RawColumn, Unreadable

FAILURES = (pa.ArrowException, OSError, ValueError, OverflowError, pl.exceptions.PolarsError)


@dataclass(frozen=True)
class ArrowFile:
    """A Parquet file opened by Arrow: its column names, how many rows it has, and the file."""

    header: list[str]
    row_count: int
    opened: parquet.ParquetFile

    @classmethod
    def of(cls, content: bytes) -> "ArrowFile | None":
        """Open a file; None when it is damaged."""
        try:
            opened = parquet.ParquetFile(io.BytesIO(content))
            header = [str(name) for name in opened.schema_arrow.names]
            return cls(header, int(opened.metadata.num_rows), opened)
        except FAILURES:
            return None

    def columns(self, names: list[str]) -> list[RawColumn] | None:
        """Read columns by name; None when the file is damaged.

        Raises:
            Unreadable: a column holds no single values.
        """
        try:
            table = self.opened.read(columns=names, use_threads=True)
            return [arrow_column(table.column(name), name) for name in names]
        except FAILURES:
            return None


def arrow_column(column: Any, name: str) -> RawColumn:
    """Take one column of an Arrow table.

    Text is what people wrote; numbers that a database hands over as text are already in plain notation.

    Raises:
        Unreadable: the column holds lists, bytes, or anything else that is no single value.
    """
    is_opaque = isinstance(column.type, pa.BaseExtensionType)
    if is_opaque and column.type.extension_name == "arrow.uuid":
        return RawColumn(
            written=pl.Series([None if v is None else str(v) for v in column.to_pylist()], dtype=pl.String)
        )
    if is_opaque:
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)
    try:
        series = pl.from_arrow(column)
    except (*FAILURES, pl.exceptions.PanicException):
        series = None
    if not isinstance(series, pl.Series) or series.dtype.is_nested() or series.dtype == pl.Binary:
        what = f"'{name}' is of type {column.type}, which is no single value"
        raise Unreadable(problems.NOT_A_TABLE, what, "write it as text, or read another column")
    if isinstance(series.dtype, (pl.Categorical, pl.Enum)):
        series = series.cast(pl.String)
    if series.dtype == pl.String and not is_opaque:
        return RawColumn(written=series)
    return RawColumn(native=series)
