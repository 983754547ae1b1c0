"""release: when the earned money is paid.

12,000 released 50 % at signing, 25 % at completion and 25 % at a review pays 6,000, 3,000 and 3,000; what has no date
yet stays held. Rounded cumulatively in date order, so the parts add up to the line. An event before the line was
earned releases it when it is earned.
Source: docs/behaviours/releases.md. Oracle: tests/oracle/release.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from attain.money import largest, rounded


@dataclass(frozen=True)
class Part:
    """A share of the line and the column with the date that releases it (null = not yet)."""

    share: Fraction
    dated: str


def releases(lines: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """Split each line into its released parts.

    Args:
        lines: ``line`` (key), ``amount`` (Int64 minor units), ``entered_on`` (Date, when the line was entered) and the
            date columns of the parts.
        parts: in the order written; ties in date keep it.

    Returns:
        ``line``, ``released_on`` and ``released_amount`` (Int64), one row per part that has a date.
    """
    columns = [
        lines.select(
            "line",
            "amount",
            released_on=pl.max_horizontal(part.dated, "entered_on"),
            has_date=pl.col(part.dated).is_not_null(),
            part=pl.lit(number, dtype=pl.Int32),
            share=pl.lit(number, dtype=pl.Int32),
        )
        for number, part in enumerate(parts)
    ]
    due = pl.concat(columns).filter("has_date").sort("line", "released_on", "part")
    whole = lcm(*(part.share.denominator for part in parts))
    shares = pl.Series("n", [int(p.share * whole) for p in parts], dtype=pl.Int64)
    due = due.with_columns(n=pl.lit(shares).gather(pl.col("share")))
    due = due.with_columns(so_far=pl.col("n").cum_sum().over("line"))
    bound = largest(lines["amount"]) * whole
    wide = pl.col("amount").cast(pl.Int128)
    after = rounded(wide * pl.col("so_far"), whole, bound)
    before = rounded(wide * (pl.col("so_far") - pl.col("n")), whole, bound)
    return due.select("line", "released_on", released_amount=after - before)
