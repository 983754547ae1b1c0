"""A table as somebody sends it: CSV, XLSX or Parquet, packed or not, read as texts, within limits."""

import re
from pathlib import Path

import polars as pl

from attain.sources.config import FormatConfig
from attain.sources.files.opening import open_table
from attain.sources.files.raw import RawColumn, Unreadable
from attain_web.actions.acting import Refused

MOST_UNPACKED = 20 * 2**20
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00:00(\.0+)?")


def read_texts(file: Path, wanted: tuple[str, ...]) -> pl.DataFrame:
    """Read a table as texts, under the names of its header.

    Args:
        file: whatever its name says it is.
        wanted: the header names that have to be there.

    Raises:
        Refused: it is no table, a line of it cannot be taken apart, a column is missing or there twice, or it is empty.
    """
    header = f"its header must be {','.join(wanted)}"
    try:
        table = open_table(file, FormatConfig(), list(wanted), MOST_UNPACKED)
        raw = table.read(list(range(len(table.header))))
    except Unreadable as error:
        raise Refused(f"'{file.name}' cannot be read: {error.what}", error.fix) from None
    if raw.broken:
        first = raw.broken[0]
        raise Refused(f"line {first.line} of '{file.name}' cannot be taken apart: {first.reason}", first.fix)
    missing = [name for name in wanted if name not in table.header]
    if missing:
        raise Refused(f"'{file.name}' has no column '{missing[0]}'", header)
    if len(set(table.header)) < len(table.header):
        raise Refused(f"'{file.name}' has a header name twice", header)
    if not raw.lines.len():
        raise Refused(f"'{file.name}' has no rows", "write one line for each")
    return pl.DataFrame({name: _texts(raw.columns[at]) for at, name in enumerate(table.header)})


def _texts(column: RawColumn) -> pl.Series:
    """Return the cells of a column as texts; a day that a workbook holds as an instant is a day."""
    sides = [
        side.cast(pl.String).alias(f"side{n}")
        for n, side in enumerate((column.written, column.native))
        if side is not None
    ]
    texts = pl.DataFrame(sides).select(pl.coalesce(pl.all())).to_series()
    return texts.str.replace(f"^{MIDNIGHT.pattern}$", "${1}")
