"""rerate: everything is recomputed without the cancelled deal, from the pay period of the cancellation on.

Tiers 5 % to 100,000 and 10 % above, deals of 80,000, 40,000 and 50,000 paid 4,000 + 3,000 + 5,000. Without the first
they would have been 0 + 2,000 + 2,500: -4,000, -1,000 and -2,500 are entered in the cancellation's pay period.
Source: docs/behaviours/clawbacks.md. Oracle: tests/oracle/rerate.py.
"""

import polars as pl


def gone_from(cancelled: pl.Expr, never: int) -> pl.Expr:
    """Return the pay period from which a credit no longer counts.

    Args:
        cancelled: the pay period of the cancellation, null when the credit stands.
        never: what to return then.
    """
    return cancelled.fill_null(never)
