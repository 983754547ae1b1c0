"""Canonical bytes: one row, one text, the same on every machine and in every language.

A field is the length of its UTF-8 bytes, a colon and the text: ``3:Ana``. A null is ``~``. Integers are written in
decimal, dates as ``2026-01-31``, booleans as ``true`` or ``false``, instants as microseconds since 1970 in UTC; there
are no floats. A row is its fields one after another, in the order in which the record declares its columns: since every
field says how long it is, no two rows have the same text. The same pay of 1,000 to Ana: ``3:Ana4:1000``.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/chain.py.
"""

import hashlib
from dataclasses import dataclass

import polars as pl
from polars.datatypes import DataType

_NULL = pl.lit("~")


@dataclass(frozen=True)
class Record:
    """How rows of one sort become bytes.

    Attributes:
        name: what the rows are, and the version of this layout, such as ``attain-ledger-entry/1``.
        columns: what is written of each row, in order. Another list is another version.
    """

    name: str
    columns: tuple[str, ...]

    @property
    def preamble(self) -> bytes:
        """What every digest of such rows begins with: the name, and the columns joined by commas, as fields."""
        return field_of(self.name) + field_of(",".join(self.columns))


def field_of(text: str) -> bytes:
    """Write one text as a field; the length counts bytes.

    >>> field_of("Zoë").decode()
    '4:Zoë'
    """
    encoded = text.encode()
    return b"%d:%s" % (len(encoded), encoded)


def canonical_rows(frame: pl.DataFrame, record: Record) -> pl.Series:
    """Return the canonical text of each row, in order.

    Raises:
        ValueError: a column has a type that has no canonical text, such as a float.
    """
    fields = [_field(pl.col(name), frame.schema[name]) for name in record.columns]
    return frame.select(pl.concat_str(fields).alias("canonical")).to_series()


def _field(column: pl.Expr, dtype: DataType) -> pl.Expr:
    text = _text(column, dtype)
    written = pl.concat_str(text.str.len_bytes().cast(pl.String), pl.lit(":"), text)
    return pl.when(column.is_null()).then(_NULL).otherwise(written)


def _text(column: pl.Expr, dtype: DataType) -> pl.Expr:
    if dtype == pl.String:
        return column
    if dtype.is_integer():
        return column.cast(pl.String)
    if dtype == pl.Date:
        return column.dt.to_string("%Y-%m-%d")
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("true")).otherwise(pl.lit("false"))
    if isinstance(dtype, pl.Datetime) and dtype.time_zone == "UTC":
        return column.dt.epoch("us").cast(pl.String)
    raise ValueError(f"{dtype} has no canonical text")


def digest_by(frame: pl.DataFrame, record: Record, *, by: str) -> pl.DataFrame:
    """Digest the rows of each group: SHA-256 over the record's preamble and the rows, in the order of the frame.

    Returns:
        ``by``, ``row_count`` (Int64) and ``digest`` (hex), in the order in which the groups first appear.
    """
    rows = frame.select(by, canonical_rows(frame, record))
    groups = rows.group_by(by, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("row_count"), pl.col("canonical").str.join("")
    )
    begun = hashlib.sha256(record.preamble)
    digests: list[str] = []
    for text in groups["canonical"]:
        hashed = begun.copy()
        hashed.update(text.encode())
        digests.append(hashed.hexdigest())
    return groups.select(by, "row_count", pl.Series("digest", digests, dtype=pl.String))
