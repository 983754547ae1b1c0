"""sum: adds up a value of the credits.

Credits of 60,000, 60,000 and -20,000 walk 0 -> 60,000 -> 120,000 -> 100,000.
Source: docs/behaviours/measures.md. Oracle: tests/oracle/sum.py.
"""

import polars as pl


def advance(moves: pl.DataFrame) -> pl.DataFrame:
    """Walk the moves of each owner and window.

    Args:
        moves: ``walk``, ``amount`` (Int64), in the order of events.

    Returns:
        The moves with ``x0`` and ``x1``, the measure before and after, Int64.
    """
    after = pl.col("amount").cum_sum().over("walk")
    return moves.with_columns(x1=after).with_columns(x0=pl.col("x1") - pl.col("amount"))
