"""Open Parquet files; their columns are typed already, so whole numbers, decimals and dates pass straight through."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from attain.sources import problems
from attain.sources.files.contents import FREE_BYTES, MOST_RATIO, too_large
from attain.sources.files.raw import RawColumn, RawTable, Unreadable

if TYPE_CHECKING:
    from attain.sources.files.arrow import ArrowFile

PARQUET_MAGIC = b"PAR1"
_FAILURES = (OSError, ValueError, OverflowError, pl.exceptions.PolarsError, pl.exceptions.PanicException)
_PLAIN = frozenset(
    {pl.String, pl.Boolean, pl.Date, pl.Decimal, pl.Float32, pl.Float64}
    | {pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64}
)


def open_parquet(content: bytes, most_bytes: int) -> "ParquetTable":
    """Read a Parquet file's header.

    Raises:
        Unreadable: it is damaged, or its columns unpack to more than ``most_bytes``.
    """
    plain = _plain_header(content)
    if plain is not None:
        header, row_count = plain
        return ParquetTable(header, ["Parquet"], content, None, (row_count, most_bytes))
    from attain.sources.files.arrow import ArrowFile

    opened = ArrowFile.of(content)
    if opened is None:
        raise _damaged()
    return ParquetTable(opened.header, ["Parquet"], content, opened, (opened.row_count, most_bytes))


def _plain_header(content: bytes) -> tuple[list[str], int] | None:
    """Read the names and the number of rows of a file all of whose columns are plain; None for any other."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(content))
        if not {dtype.base_type() for dtype in schema.values()} <= _PLAIN:
            return None
        return list(schema), int(pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item())
    except _FAILURES:
        return None


@dataclass
class ParquetTable:
    """A Parquet file whose header is known.

    Attributes:
        header: its column names.
        detected: that it is Parquet.
        content: its bytes.
        opened: the file as opened by Arrow, where a column is not plain.
        sizes: rows, and most bytes unpacked.
    """

    header: list[str]
    detected: list[str]
    content: bytes
    opened: "ArrowFile | None"
    sizes: tuple[int, int]

    def read(self, positions: list[int]) -> RawTable:
        """Read the columns at these positions of the header.

        Raises:
            Unreadable: they are damaged, hold no single values, or unpack to too much.
        """
        (row_count, most_bytes), packed = self.sizes, len(self.content)
        size = 8 * row_count * len(positions)
        # A repeated value packs to almost nothing, but the key of a deal is never repeated.
        if size > most_bytes or (size > FREE_BYTES and size > 4 * MOST_RATIO * packed):
            raise too_large(f"{packed:,} bytes hold {row_count:,} rows")
        names = [self.header[position] for position in positions]
        columns = self._plain(names) if self.opened is None else self.opened.columns(names)
        if columns is None:
            raise _damaged()
        return RawTable(dict(zip(positions, columns, strict=True)), row_numbers(row_count))

    def _plain(self, names: list[str]) -> list[RawColumn] | None:
        """Read plain columns; None when the file is damaged."""
        if not names:
            return []
        try:
            frame = pl.read_parquet(io.BytesIO(self.content), columns=names, use_statistics=False)
        except _FAILURES:
            return None
        read = [frame[name] for name in names]
        return [RawColumn(written=s) if s.dtype == pl.String else RawColumn(native=s) for s in read]


def row_numbers(row_count: int) -> pl.Series:
    """Number rows as lines of a file whose header is line 1."""
    return pl.int_range(2, row_count + 2, dtype=pl.Int64, eager=True).alias("lines")


def _damaged() -> Unreadable:
    what = "the Parquet file is damaged, cut short, or of a kind that cannot be read"
    return Unreadable(problems.NOT_A_TABLE, what, "write it again")
