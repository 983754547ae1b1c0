"""Rows that somebody should look at, as a table for the terminal."""

from fractions import Fraction

import polars as pl
from rich import box
from rich.table import Table
from rich.text import Text

from attain.statements import NOTHING, plain, printable

MOST_ROWS = 20
_TITLES = {"payee_id": "Payee", "credited_on": "Date"}


def review_table(reviews: pl.DataFrame, *, most: int = MOST_ROWS) -> Table:
    """Make the table of rows to be looked at.

    Args:
        reviews: the table ``REVIEWS``; ``payee_id`` and ``credited_on`` are shown where they are given.
        most: rows to show; the rest is counted.

    Returns:
        A row per row of a source, under the reason why it is listed.
    """
    further = [name for name in _TITLES if name in reviews.columns]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("To look at", "Where", "Transaction", *(_TITLES[name] for name in further)):
        table.add_column(title, no_wrap=title != "To look at")
    table.add_column("Amount", justify="right", no_wrap=True)
    before = None
    for row in reviews.head(most).iter_rows(named=True):
        title = "" if row["title"] == before else row["title"]
        before = row["title"]
        where = f"{row['file']}:{row['line']}"
        cells = [title, where, row["transaction_id"], *(str(row[name] or NOTHING) for name in further)]
        worth = row.get("review_amount")
        shown = NOTHING if worth is None else plain(Fraction(worth, 10 ** (row["scale"] or 0)), 9)
        table.add_row(*(Text(printable(cell)) for cell in cells), shown)
    if reviews.height > most:
        table.add_row(f"and {reviews.height - most:,} more", *[""] * (3 + len(further)))
    return table
