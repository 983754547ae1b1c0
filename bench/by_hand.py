"""The plans of the benchmark as one hand-written Polars query: ``python bench/by_hand.py FOLDER OUT``.

It reads the same files as Attain and writes the same credits and earnings. What a plan says stands here as code: shares by
largest remainder, running totals per quarter in the order of date and deal, every total rounded half away from zero once.
It knows these plans and these files only; it checks nothing and explains nothing.
"""

import sys
from pathlib import Path

import polars as pl

EXECUTIVE = "Account Executive"
WHOLE = 10_000  # a share of 100 %
CAP = 750_000
OVERRIDES = {"Sales Manager": 5, "Sales Director": 1}  # thousandths


def half_away(top: pl.Expr, bottom: int) -> pl.Expr:
    """Divide and round half away from zero, in integers."""
    return (top.abs() * 2 + bottom) // (bottom * 2) * top.sign()


def deals_in_order(folder: Path) -> pl.LazyFrame:
    """Every deal in the order of date and id; ``at`` is its place."""
    read = pl.scan_parquet(folder / "data/deals.parquet", row_index_name="line")
    return (
        read.select("deal_id", "close_date", "owner", "type", "term_months", "amount", source_line=pl.col("line").cast(pl.Int64) + 2)
        .with_columns((pl.col("amount") * 100).cast(pl.Int64))
        .sort("close_date", "deal_id")
        .with_row_index("at")
    )


def people(folder: Path) -> pl.LazyFrame:
    """The roster with a number per payee, in the order of ids."""
    roster = pl.scan_parquet(folder / "data/roster.parquet")
    ids = roster.select(pl.col("payee").unique().sort()).with_row_index("code")
    return (
        roster.join(ids, on="payee", how="left")
        .join(ids.rename({"payee": "manager", "code": "above"}), on="manager", how="left")
        .with_columns(pl.col("from").fill_null(pl.date(1, 1, 1)), pl.col("before").fill_null(pl.date(9999, 12, 31)))
    )
