"""original_rate: a cancelled deal goes back at what it was paid.

Tiers 5 % to 100,000 and 10 % above, deals of 80,000, 40,000 and 50,000 paid 4,000 + 3,000 + 5,000. The first is
cancelled: -4,000, whatever the curve would say now. The measure falls by 80,000 on the day of the cancellation (or
keeps it).
Source: docs/behaviours/clawbacks.md. Oracle: tests/oracle/original_rate.py.
"""

import polars as pl

from attain.money import Rounding, largest, rounded


def taken_back(lines: pl.DataFrame, share_whole: int, unit: int) -> pl.DataFrame:
    """Turn rounded lines into what goes back of them.

    Args:
        lines: ``amount`` (Int64 minor units) and ``back_share`` (in units of 1 / ``share_whole``).
        share_whole: what 100 % is.
        unit: the rounding unit in minor units.
    """
    bound = largest(lines["amount"]) * largest(lines["back_share"])
    product = pl.col("amount").cast(pl.Int128) * pl.col("back_share")
    return lines.with_columns(amount=-rounded(product, share_whole, bound, rounding=Rounding(unit)))
