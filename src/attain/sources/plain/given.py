"""Make tables from values written as text, as the examples of a plan give them."""

from collections.abc import Mapping, Sequence

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Text
from attain.expressions.types import ColumnType, Kind
from attain.sources.config import FormatConfig
from attain.sources.files.raw import RawColumn, RawTable
from attain.sources.source import type_table
from attain.sources.specs import ColumnSpec, TableSpec
from attain.sources.table import SourceTable

GIVEN = "given"


def from_rows(
    name: str,
    columns: Mapping[str, ColumnType | Kind],
    rows: Sequence[Mapping[str, str | None]],
    *,
    key: Sequence[str] = (),
    as_of: str | None = None,
) -> SourceTable:
    """Make a table from rows of texts.

    >>> deals = from_rows("deals", {"id": "text", "amount": "money"}, [{"id": "1", "amount": "90000.50"}], key=["id"])
    >>> deals.frame["amount"].to_list(), deals.columns["amount"]
    ([9000050], ColumnType(kind='money', scale=2, max_abs=9000050))

    Raises:
        ValueError: a text is no value of its column's type, or a key is empty or stands twice.
    """
    table, found = read_rows(name, columns, rows, key=key, as_of=as_of)
    if table is None or found:
        raise ValueError("; ".join(f"{d.where}: {d.what}" for d in found))
    return table


def read_rows(  # noqa: PLR0913 -- a table and where it is written
    name: str,
    columns: Mapping[str, ColumnType | Kind],
    rows: Sequence[Mapping[str, str | None]],
    *,
    key: Sequence[str] = (),
    as_of: str | None = None,
    file: str = GIVEN,
    lines: Sequence[int] = (),
) -> tuple[SourceTable | None, list[Diagnostic]]:
    """Make a table from rows of texts, and say what is wrong with them.

    Numbers have a decimal point, dates are ISO, percents have a sign or are fractions. A column that
    a row leaves out is empty.

    Args:
        name: the source's name.
        columns: kinds by column; the scale follows from the values.
        rows: values by column.
        key: columns that identify a row.
        as_of: the column that dates a row by default.
        file: where the rows are written, used in places.
        lines: the line of each row there; rows count from 1 by default.
    """
    specs = tuple(
        ColumnSpec(str(c), t.kind if isinstance(t, ColumnType) else t, is_required=c in key) for c, t in columns.items()
    )
    spec = TableSpec(
        name=name,
        file=file,
        columns=specs,
        key=tuple(key),
        has_unique_key=True,
        form=FormatConfig(decimal=".", date=Text("iso"), percent="fraction"),
        as_of=as_of,
    )
    raw = RawTable(
        columns={
            at: RawColumn(written=pl.Series(c.name, [_text(row.get(c.name)) for row in rows], dtype=pl.String))
            for at, c in enumerate(specs)
        },
        lines=pl.Series("lines", list(lines) or list(range(1, len(rows) + 1)), dtype=pl.Int64),
    )
    read = type_table(raw, tuple((c, at) for at, c in enumerate(specs)), spec)
    return read.table, [d for d in read.diagnostics if d.severity == "error"]


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)
