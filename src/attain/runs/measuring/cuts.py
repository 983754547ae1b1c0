"""To date: which pay periods' ends a line has to be looked at from.

A line is worth what the facts up to a day say. For most components that never changes after the line's own pay period,
and one look is enough. It changes later where a condition reads a measure whose window goes on, where credits move
together for longer than a pay period, where a floor is filled up, or where a deal is taken out again: then the line is
looked at from every pay period's end until its windows close, and each difference is an entry of that period.
"""

import polars as pl

from attain.runs.measuring.measured import NEVER

# Lines without a transaction are listed where they are something.
OF_A_WINDOW = pl.col("line_type").is_in(["floor", "window"])


def expanded(rows: pl.DataFrame, last_cut: pl.Expr) -> pl.DataFrame:
    """Repeat each row for every cut from its own pay period to ``last_cut``, as long as it is not gone.

    Args:
        rows: ``period`` and ``gone`` (Int32), ordered by ``at``.
        last_cut: the last pay period that may still change the row.

    Returns:
        The rows with ``cut`` (Int32), ordered by ``at`` still.
    """
    last = pl.min_horizontal(pl.max_horizontal(last_cut, pl.col("period")), pl.col("gone") - 1).cast(pl.Int32)
    cuts = pl.int_ranges(pl.col("period"), last + 1, dtype=pl.Int32)
    return rows.with_columns(cut=cuts).filter(pl.col("cut").list.len() > 0).explode("cut")


def entries(lines: pl.DataFrame, last_period: int) -> pl.DataFrame:
    """Turn lines to date into entries: what each pay period adds to what stood before.

    Args:
        lines: ``key`` columns ``line`` and ``line_type``, ``cut``, ``amount`` (to date, minor units), ``gone``; other
            columns are kept.
        last_period: the last pay period that is settled.

    Returns:
        The lines with ``entry`` (Int64 minor units, the difference) and ``is_first``; differences of 0 are left out,
        except a credit's first.
    """
    if _stands_once(lines):
        every = lines.with_columns(entry=pl.col("amount"), is_first=pl.lit(value=True))
        return every.filter(~OF_A_WINDOW | (pl.col("entry") != 0))
    last = lines.sort("cut").unique(["line", "line_type"], keep="last", maintain_order=True)
    removed = last.filter((pl.col("gone") < NEVER) & (pl.col("gone") <= last_period))
    zeros = removed.with_columns(cut=pl.col("gone"), amount=pl.lit(0, pl.Int64))
    every = pl.concat([lines, zeros]).sort("line", "line_type", "cut", maintain_order=True)
    before = pl.col("amount").shift(1).over("line", "line_type")
    every = every.with_columns(entry=pl.col("amount") - before.fill_null(0), is_first=before.is_null())
    is_silent = OF_A_WINDOW | ~pl.col("is_first")
    return every.filter(~is_silent | (pl.col("entry") != 0))


def _stands_once(lines: pl.DataFrame) -> bool:
    """Whether every line is looked at once and stays, and all are in order already: the common case needs no sort."""
    stays = (lines["gone"] == NEVER).all() and lines["amount"].null_count() == 0
    return stays and bool((lines["line"].diff().drop_nulls() > 0).all())
