"""ratio: a sum over a sum, such as margin over revenue.

Margins 30 of 100 and 5 of 50 walk 0/0 -> 30/100 -> 35/150, compared with bounds in integers, never divided.
Source: docs/behaviours/measures.md. Oracle: tests/oracle/ratio.py.
"""

import polars as pl


def advance(moves: pl.DataFrame) -> pl.DataFrame:
    """Walk numerator and denominator of each owner and window.

    Args:
        moves: ``walk``, ``amount`` and ``over`` (Int64), in the order of events.

    Returns:
        The moves with ``x0``, ``x1`` and their denominators ``x0_of``, ``x1_of``. A side is null where its denominator
        is 0; where the denominator is negative both signs are turned, so denominators are always positive.
    """
    top, bottom = pl.col("amount").cum_sum().over("walk"), pl.col("over").cum_sum().over("walk")
    walked = moves.with_columns(x1=top, x1_of=bottom)
    walked = walked.with_columns(x0=pl.col("x1") - pl.col("amount"), x0_of=pl.col("x1_of") - pl.col("over"))
    return walked.with_columns(
        expression for side in ("x0", "x1") for expression in (_defined(side, side), _defined(f"{side}_of", side))
    )


def _defined(column: str, side: str) -> pl.Expr:
    whole = pl.col(f"{side}_of")
    return pl.when(whole != 0).then(pl.col(column) * whole.sign()).alias(column)
