"""unwind: a cancelled deal is walked back from the top of the curve, as a negative credit on the day it is cancelled.

Tiers 5 % to 100,000 and 10 % above, 170,000 attained, a deal of 80,000 cancelled: 70,000 at 10 % and 10,000 at 5 % go
back, -7,500 in one line.
Source: docs/behaviours/clawbacks.md. Oracle: tests/oracle/unwind.py.
"""

import polars as pl

from attain.money import rounded


def negative_part(
    credit: pl.Expr, share: pl.Expr, *, whole: int, step: pl.Expr, bound: int, step_bound: int
) -> pl.Expr:
    """Return the negative of a share of an amount, rounded to the step the amount is kept in.

    Args:
        credit: the amount, stored integers.
        share: in units of 1 / ``whole``.
        whole: what 100 % is.
        step: stored integers per unit to round to.
        bound: the largest |credit| x share.
        step_bound: the largest ``whole`` x step.
    """
    return -rounded(credit.cast(pl.Int128) * share, step * whole, bound, step_bound) * step
