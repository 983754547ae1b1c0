"""Tables kept somewhere else than in files: written as plain texts, and read again as if they were a file.

A number is its shortest decimal (20565.6206), a date is ISO, a percent is a fraction (0.075), so that the same row has
the same texts whatever the file around it looked like. Each row remembers the file and the line it came from.

>>> from attain.sources.plain.given import from_rows
>>> texts = texts_of(from_rows("deals", {"id": "text", "amount": "money"}, [{"id": "1", "amount": "90000.50"}]))
>>> texts.rows()
[('90000.5', '1')]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from attain.documents import Text
from attain.expressions.types import ColumnType
from attain.sources.config import FormatConfig
from attain.sources.files.raw import RawColumn, RawTable
from attain.sources.header import find_columns
from attain.sources.source import Parent, TableRead, diagnose, type_table
from attain.sources.specs import TableSpec
from attain.sources.table import KEPT_KEY, KNOWN_WITH, REJECTS, SOURCE_FILE, SOURCE_LINE, SourceTable


@dataclass(frozen=True)
class Kept:
    """A table as it is kept.

    Attributes:
        texts: its columns, all text, null = empty.
        files: for each row the file it came from.
        lines: for each row its line there (Int64).
        batches: for each row the batch with which it became known (Int64); None where nobody asks.
        keys: for each row what identifies it in its table; None where nobody asks.
    """

    texts: pl.DataFrame
    files: pl.Series
    lines: pl.Series
    batches: pl.Series | None = None
    keys: pl.Series | None = None


@dataclass(frozen=True)
class KeptTables:
    """The tables of a workspace by name; a child is ``orders.splits``."""

    tables: Mapping[str, Kept] = field(default_factory=dict[str, Kept])


def texts_of(table: SourceTable) -> pl.DataFrame:
    """Return the columns of a table as plain texts, in the order of their names; rows stay in order."""
    return table.frame.select(
        _text(pl.col(name), table.columns[name]).alias(name) for name in sorted(table.columns) if name in table.frame
    )


def read_kept(spec: TableSpec, kept: Kept, parent: Parent | None = None) -> TableRead:
    """Read a table that is kept; its rows were accepted once, so only what changed around them can refuse one."""
    plain = _plain(spec)
    header = kept.texts.columns
    found = find_columns(header, plain)
    if found.unreadable:
        wrong = [diagnose(problem, spec.file) for problem in found.unreadable]
        return TableRead(None, REJECTS.empty(), None, wrong)
    columns = {at: RawColumn(written=kept.texts[header[at]]) for _, at in found.columns}
    numbers = pl.int_range(1, len(kept.lines) + 1, eager=True, dtype=pl.Int64)
    read = type_table(RawTable(columns, numbers), found.columns, plain, parent)
    if read.table is None:
        return read
    at = read.table.frame[SOURCE_LINE] - 1
    more = {KNOWN_WITH: kept.batches, KEPT_KEY: kept.keys}
    frame = read.table.frame.with_columns(
        kept.lines.gather(at).alias(SOURCE_LINE),
        kept.files.gather(at).alias(SOURCE_FILE),
        *(values.gather(at).alias(name) for name, values in more.items() if values is not None),
    )
    return replace(read, table=replace(read.table, frame=frame))


def _text(column: pl.Expr, kind: ColumnType) -> pl.Expr:
    if kind.is_number and kind.scale:
        digits = column.abs().cast(pl.String).str.zfill(kind.scale + 1)
        written = digits.str.head(-kind.scale) + "." + digits.str.tail(kind.scale)
        shortest = written.str.strip_chars_end("0").str.strip_suffix(".")
        return pl.when(column < 0).then("-" + shortest).otherwise(shortest)
    if kind.kind == "bool":
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false"))
    return column.cast(pl.String)


def _plain(spec: TableSpec) -> TableSpec:
    """The same table, written plainly under its own names, whatever its file was like."""
    columns = tuple(
        replace(c, header=None, constant=None, decimal=None, date=None, percent=None, null_as=(), round_to=None)
        for c in spec.columns
    )
    form = FormatConfig(decimal=".", date=Text("iso"), percent="fraction")
    return replace(spec, columns=columns, form=form, null_as=(), has_currency_column=False, query=None)
