"""Split an amount by shares so that the parts always add up: largest remainder, ties in row order.

100.00 split 33.33 % / 33.33 % / 33.34 % gives 33.33 + 33.33 + 33.34; a third each gives 33.34 + 33.33 + 33.33.
Source: docs/behaviours/crediting.md. Oracle: ``tests/oracle/split.py``.
"""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from attain.money.exact import integer_type, largest
from attain.money.rounding import Rounding, round_fraction, rounded


def allocate(frame: pl.DataFrame, *, group: str, shared: str, share: str, whole: str) -> pl.Series:
    """Allocate each group's amount to its rows by their shares.

    Args:
        frame: one row per recipient; rows of a group stand in the order in which ties are broken.
        group: the column whose equal values form a group.
        shared: Int64 column, the group's whole amount, the same in each of its rows.
        share: Int64 column, each row's share in units of ``1 / whole``.
        whole: Int64 column of positive integers, what 100 % is, the same in each row of a group.

    Returns:
        Int64 parts, in the order of the frame. A group's parts sum to its amount times the sum of its
        shares, rounded half away from zero; a negative amount mirrors the positive one.
    """
    most, largest_share = largest(frame[shared]), largest(frame.group_by(group).agg(pl.col(share).abs().sum())[share])
    divisors = largest(frame[whole])
    bound = most * max(largest_share, 1) + divisors
    width = integer_type(bound)
    exact, divisor = pl.col(shared).abs().cast(width) * pl.col(share).cast(width), pl.col(whole).cast(width)
    parts = frame.select(
        pl.int_range(pl.len()).alias("_row"),
        pl.col(group).alias("_group"),
        exact.alias("_exact"),
        divisor.alias("_whole"),
        (exact // divisor).cast(pl.Int64).alias("_floor"),
        (exact % divisor).alias("_rest"),
    )
    total = rounded(pl.col("_exact").sum().over("_group"), pl.col("_whole"), bound * 2, divisors)
    parts = parts.with_columns((total - pl.col("_floor").sum().over("_group")).alias("_spare"))
    parts = parts.sort("_group", "_rest", "_row", descending=[False, True, False])
    place = pl.int_range(pl.len()).over("_group")
    parts = parts.with_columns((pl.col("_floor") + (place < pl.col("_spare")).cast(pl.Int64)).alias("_part"))
    return (parts.sort("_row")["_part"] * frame[shared].sign()).alias(shared)


def largest_remainder(shared: Fraction, shares: Sequence[Fraction], rounding: Rounding) -> list[int]:
    """Split one amount, in minor units, by shares; the same rule for a few parts and shares of any size.

    Args:
        shared: the whole amount in minor units, 0 or more.
        shares: each part's share of it, 0 or more, in the order in which ties are broken.
        rounding: of the sum of the parts; every part is a multiple of its unit.

    Returns:
        Minor units; they sum to the amount times the sum of the shares, rounded once.
    """
    exact = [shared * share / rounding.unit for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    spare = round_fraction(sum(exact, Fraction(0)) * rounding.unit, rounding) // rounding.unit - sum(parts)
    by_rest = sorted(range(len(parts)), key=lambda number: (parts[number] - exact[number], number))
    for number in by_rest[:spare]:
        parts[number] += 1
    return [part * rounding.unit for part in parts]
