"""Open Parquet files; their columns are typed already, so whole numbers, decimals and dates pass straight through."""

import io
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from attain.sources import problems
from attain.sources.files.contents import FREE_BYTES, MOST_RATIO, too_large
from attain.sources.files.raw import RawColumn, RawTable, Unreadable

PARQUET_MAGIC = b"PAR1"
FAILURES = (pa.ArrowException, OSError, ValueError, OverflowError, pl.exceptions.PolarsError)


def open_parquet(content: bytes, most_bytes: int) -> "ParquetTable":
    """Read a Parquet file's header.

    Raises:
        Unreadable: it is damaged, or its columns unpack to more than ``most_bytes``.
    """
    try:
        opened = parquet.ParquetFile(io.BytesIO(content))
        header = [str(name) for name in opened.schema_arrow.names]
        row_count = int(opened.metadata.num_rows)
    except FAILURES:
        raise _damaged() from None
    return ParquetTable(header, ["Parquet"], opened, (row_count, len(content), most_bytes))


@dataclass
class ParquetTable:
    """A Parquet file whose header is known; ``sizes`` are rows, bytes packed and most bytes unpacked."""

    header: list[str]
    detected: list[str]
    opened: parquet.ParquetFile
    sizes: tuple[int, int, int]

    def read(self, positions: list[int]) -> RawTable:
        """Read the columns at these positions of the header."""
        row_count, packed, most_bytes = self.sizes
        size = 8 * row_count * len(positions)
        # A repeated value packs to almost nothing, but the key of a deal is never repeated.
        if size > most_bytes or (size > FREE_BYTES and size > 4 * MOST_RATIO * packed):
            raise too_large(f"{packed:,} bytes hold {row_count:,} rows")
        try:
            table = self.opened.read(columns=[self.header[p] for p in positions], use_threads=True)
            columns = {p: arrow_column(table.column(self.header[p]), self.header[p]) for p in positions}
        except FAILURES:
            raise _damaged() from None
        return RawTable(columns, row_numbers(table.num_rows))


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


def row_numbers(row_count: int) -> pl.Series:
    """Number rows as lines of a file whose header is line 1."""
    return pl.int_range(2, row_count + 2, dtype=pl.Int64, eager=True).alias("lines")


def _damaged() -> Unreadable:
    what = "the Parquet file is damaged, cut short, or of a kind that cannot be read"
    return Unreadable(problems.NOT_A_TABLE, what, "write it again")
