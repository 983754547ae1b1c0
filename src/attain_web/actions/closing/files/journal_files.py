"""Journals as CSV, amounts in units of their currency; no text in them is a formula."""

from pathlib import Path

import polars as pl

from attain.money import decimal_text, minor_digits
from attain.statements.sheets.cells import plain_text
from attain_web.actions.closing.files.whole import write_whole

TEXTS = ("period_id", "entity", "cost_centre", "account_number", "currency")
HEADER = ("period", "entity", "cost_centre", "account", "currency", "debit", "credit")


def write_journal(rows: pl.DataFrame, file: Path) -> None:
    """Write a JOURNAL; the file is whole or not there."""
    lines = [
        (
            *(plain_text(row[name] or "") for name in TEXTS),
            *(decimal_text(row[side], minor_digits(row["currency"])) for side in ("debit_amount", "credit_amount")),
        )
        for row in rows.iter_rows(named=True)
    ]
    text = pl.DataFrame(lines, schema=dict.fromkeys(HEADER, pl.String), orient="row").write_csv()
    write_whole(file, text.encode())
