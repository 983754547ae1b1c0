"""How much of what is taken back one payment gives: never more than the plan's limit, the rest waits.

At most half of what is earned: 1,000 are taken back and 600 earned; 300 are given back now, 700 wait, and half of the
next 800 are 400 of them.
Source: docs/behaviours/payments.md. Oracle: tests/oracle/recovery.py.
"""

import polars as pl

from attain.money import largest, rounded

TERMS = ("limits_clawbacks", "clawback_percent", "clawback_whole", "clawback_keep", "clawback_most")


def recovered(rows: pl.DataFrame, gross: pl.Expr) -> pl.DataFrame:
    """Take back what one payment may give.

    Args:
        rows: ``clawed_back`` (what lines take away in this period), ``clawback_balance`` (what waits from earlier ones)
            and per row the terms: whether a limit is in force, the share ``clawback_percent`` / ``clawback_whole`` of
            what is beyond ``clawback_keep``, and ``clawback_most`` (null = no amount).
        gross: what there is to take it from, in minor units.

    Returns:
        The rows with ``clawback_deferred`` (taken back by lines and not by this payment), ``clawback_recovered`` (of
        what waited) and the new ``clawback_balance``.
    """
    zero, c = pl.lit(0, pl.Int64), pl.col
    rows = rows.with_columns(_owed=c("clawback_balance") + c("clawed_back"))
    beyond = pl.max_horizontal(zero, gross - c("clawback_keep"))
    whole = max(largest(rows["clawback_whole"]), 1)
    bound = 2**62 * max(largest(rows["clawback_percent"]), 1)
    share = rounded(beyond.cast(pl.Int128) * c("clawback_percent"), c("clawback_whole"), bound, whole)
    most = pl.min_horizontal("_owed", share, pl.coalesce("clawback_most", "_owed"))
    rows = rows.with_columns(_taken=pl.when("limits_clawbacks").then(most).otherwise("_owed"))
    return rows.with_columns(
        clawback_deferred=pl.max_horizontal(zero, c("clawed_back") - c("_taken")),
        clawback_recovered=pl.max_horizontal(zero, c("_taken") - c("clawed_back")),
        clawback_balance=c("_owed") - c("_taken"),
    ).drop("_owed", "_taken")
