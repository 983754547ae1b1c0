"""The parts that metrics are made of, and the conditions on deals that many share."""

import polars as pl

from attain.metrics.model import Part, RowsName

IS_DUE = pl.col("is_due")
IS_CREATED = pl.col("is_created")
IS_OPEN = pl.col("outcome") == "open"
IS_WON = pl.col("outcome") == "won"
IS_LOST = pl.col("outcome") == "lost"
WON = IS_DUE & IS_WON
LOST = IS_DUE & IS_LOST
CLOSED = IS_DUE & (IS_WON | IS_LOST)
OPEN_DUE = IS_DUE & IS_OPEN
EVERY = pl.lit(True)


def count(rows: RowsName, where: pl.Expr = EVERY) -> Part:
    """Count the rows for which a condition holds; one that is not known does not hold."""
    held = where.fill_null(False) & pl.col("is_row")
    return Part(rows, held.sum().cast(pl.Int64))


def total(rows: RowsName, column: str, where: pl.Expr = EVERY) -> Part:
    """Add up a column over the rows for which a condition holds; empty cells add nothing."""
    return Part(rows, pl.col(column).filter(where.fill_null(False)).sum().cast(pl.Int64))


def values(rows: RowsName, column: str, where: pl.Expr = EVERY) -> Part:
    """List the filled cells of a column over the rows for which a condition holds, smallest first."""
    held = where.fill_null(False) & pl.col(column).is_not_null()
    return Part(rows, pl.col(column).filter(held).sort(), is_list=True)


def largest(rows: RowsName, column: str, most: int, where: pl.Expr = EVERY) -> Part:
    """Add up the largest cells of a column, at most so many."""
    held = where.fill_null(False) & pl.col(column).is_not_null()
    return Part(rows, pl.col(column).filter(held).sort(descending=True).head(most).sum().cast(pl.Int64))
