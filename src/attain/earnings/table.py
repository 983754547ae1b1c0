"""The earnings table."""

import polars as pl

from attain.tables import Column, Table

EARNINGS = Table(
    name="earnings",
    grain="what one credit earned one payee in one component and pay period (or a line without a transaction)",
    key=("payee_id", "plan_id", "component_id", "period_id", "line_type", "transaction_id", "earned_on"),
    columns=(
        Column("payee_id", pl.String, "", "who earned it"),
        Column("plan_id", pl.String, "", "the plan"),
        Column("component_id", pl.String, "", "the component"),
        Column("period_id", pl.String, "", "the pay period it belongs to"),
        Column("source", pl.String, "", "the source of the transaction", nullable=True),
        Column("transaction_id", pl.String, "", "the transaction; null for lines of a whole window", nullable=True),
        Column("credit_id", pl.String, "", "the credit; null for lines of a whole window", nullable=True),
        Column(
            "measure_before", pl.Int64, "the measure's unit at its scale", "where the credit found it", nullable=True
        ),
        Column("measure_after", pl.Int64, "the measure's unit at its scale", "where the credit left it", nullable=True),
        Column("earning_amount", pl.Int64, "minor units", "earned; negative when taken back"),
        Column("currency", pl.String, "ISO 4217", "of earning_amount"),
        Column("earned_on", pl.Date, "", "the date that decides the pay period of the first entry"),
        Column(
            "line_type",
            pl.String,
            "",
            "credit, true_up (of an earlier period), reversal, floor, or window: a result without a transaction",
        ),
        Column("pay_amount", pl.Int64, "minor units", "earning_amount in the pay currency, at the rate of the booking"),
        Column("pay_currency", pl.String, "ISO 4217", "the currency the payee is paid in"),
    ),
)
