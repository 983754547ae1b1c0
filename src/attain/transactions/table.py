"""What identified transactions carry besides the source's own columns."""

import polars as pl

from attain.tables import Column, Table

TRANSACTIONS = Table(
    name="transactions",
    grain="one row of a source",
    key=("transaction_id",),
    columns=(
        Column("row", pl.UInt32, "", "its number in the order of transaction_id: ties of a date are broken by it"),
        Column("transaction_id", pl.String, "", "the key columns, joined by /"),
        Column("source_line", pl.Int64, "line, header = 1", "where it stands in the file"),
    ),
)
