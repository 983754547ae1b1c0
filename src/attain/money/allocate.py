"""Split an amount by shares so that the parts always add up: largest remainder, ties in row order.

100.00 split 33.33 % / 33.33 % / 33.34 % gives 33.33 + 33.33 + 33.34; a third each gives 33.34 + 33.33 + 33.33.
Source: pay.md section 1. Oracle: ``tests/oracle/split.py``.
"""

import polars as pl

from attain.money.exact import integer_type
from attain.money.rounding import rounded


def allocate(
    frame: pl.DataFrame, group: str, amount: str, share: str, *, share_whole: int, per_unit: int = 1
) -> pl.Series:
    """Allocate each group's amount to its rows by their shares.

    Args:
        frame: one row per recipient; rows of a group stand in the order in which ties are broken.
        group: the column whose equal values form a group.
        amount: Int64 column, the group's whole amount, the same in each of its rows.
        share: Int64 column, each row's share in units of ``1 / share_whole``.
        share_whole: what 100 % is.
        per_unit: source units in one result unit (100 when the amount has two more digits).

    Returns:
        Int64 parts in result units, in the order of the frame. A group's parts sum to its amount times
        the sum of its shares, rounded half away from zero; a negative amount mirrors the positive one.
    """
    divisor = share_whole * per_unit
    largest_amount = int(frame[amount].abs().max() or 0)  # type: ignore[arg-type]
    largest_share = int(frame.group_by(group).agg(pl.col(share).abs().sum())[share].max() or 0)  # type: ignore[arg-type]
    bound = largest_amount * max(largest_share, 1) + divisor
    width = integer_type(bound)
    exact = pl.col(amount).abs().cast(width) * pl.col(share).cast(width)
    parts = frame.select(
        pl.int_range(pl.len()).alias("_row"),
        pl.col(group).alias("_group"),
        exact.alias("_exact"),
        (exact // divisor).cast(pl.Int64).alias("_floor"),
        (exact % divisor).alias("_rest"),
    )
    total = rounded(pl.col("_exact").sum().over("_group"), divisor, bound * 2)
    parts = parts.with_columns((total - pl.col("_floor").sum().over("_group")).alias("_spare"))
    parts = parts.sort("_group", "_rest", "_row", descending=[False, True, False])
    place = pl.int_range(pl.len()).over("_group")
    parts = parts.with_columns((pl.col("_floor") + (place < pl.col("_spare")).cast(pl.Int64)).alias("_part"))
    return (parts.sort("_row")["_part"] * frame[amount].sign()).alias(amount)
