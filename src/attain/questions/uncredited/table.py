"""The table of rows that credit nobody."""

import polars as pl

from attain.tables import Column, Table

UNCREDITED = Table(
    name="uncredited",
    grain="an accepted row of a source that a plan pays on, and that no rule of any plan credits to anybody",
    key=("source", "transaction_id"),
    columns=(
        Column("source", pl.String, "name", "the source as named in attain.yaml"),
        Column("transaction_id", pl.String, "", "the key columns of the row, joined by /"),
        Column("file", pl.String, "path", "the file as written in attain.yaml"),
        Column("line", pl.Int64, "line", "line or row in the file, the header being line 1", nullable=True),
        Column("dated", pl.Date, "day", "the day that the rule dates it by, or its source", nullable=True),
        Column("payee_id", pl.String, "id", "whom the rule would credit; several joined by a comma", nullable=True),
        Column("deal_amount", pl.Int64, "money at its scale", "the source's amount", nullable=True),
        Column("scale", pl.Int64, "decimal places", "amount = integer / 10^scale"),
        Column("currency", pl.String, "code", "the currency of the amount"),
        Column("reason", pl.String, "word", "what stopped it"),
        Column("why", pl.String, "text", "what stopped it, in words"),
    ),
)
