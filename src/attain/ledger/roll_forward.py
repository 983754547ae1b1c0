"""The roll-forward of what is owed for commissions: opening + earned - paid +/- the rest = closing, period by period.

Owed is what stands on payable, held, clawback_deferred and clawback_receivable together, with the sign turned. Opening
500, earned 1,200, clawed back 100, paid 900: closing 700. A month that is not closed is accrued with what a run would
post, and turned around in the next.
Source: docs/behaviours/accounting.md. Oracle: tests/oracle/accounting.py.
"""

from collections.abc import Sequence

import polars as pl

from attain.tables import Column, Table

OWED_ACCOUNTS = ("payable", "held", "clawback_deferred", "clawback_receivable")
_MONEY = "minor units"
_COLUMN_OF = {
    "earned": "earned",
    "clawed_back": "clawed_back",
    "fx_difference": "exchanged",
    "guaranteed": "guaranteed",
    "draw_paid": "drawn",
    "draw_recovered": "draw_recovered",
    "forfeited": "forfeited",
    "adjusted": "adjusted",
    "paid": "paid",
}
_ADDED = ("earned", "exchanged", "guaranteed", "drawn", "adjusted")

ROLL_FORWARD = Table(
    name="roll_forward",
    grain="what is owed for commissions in one currency, over one posting period",
    key=("currency", "period_id"),
    columns=(
        Column("currency", pl.String, "ISO 4217", "of every amount"),
        Column("period_id", pl.String, "", "the period the entries were posted in"),
        Column("opening", pl.Int64, _MONEY, "owed at its start; below 0 when payees owe"),
        Column("earned", pl.Int64, _MONEY, "added"),
        Column("clawed_back", pl.Int64, _MONEY, "taken off"),
        Column("exchanged", pl.Int64, _MONEY, "added: exchange differences of payments"),
        Column("guaranteed", pl.Int64, _MONEY, "added"),
        Column("drawn", pl.Int64, _MONEY, "added"),
        Column("draw_recovered", pl.Int64, _MONEY, "taken off"),
        Column("forfeited", pl.Int64, _MONEY, "taken off"),
        Column("adjusted", pl.Int64, _MONEY, "added"),
        Column("paid", pl.Int64, _MONEY, "taken off"),
        Column("closing", pl.Int64, _MONEY, "owed at its end"),
    ),
)


def roll_forward(entries: pl.DataFrame, lines: pl.DataFrame, periods: Sequence[str]) -> pl.DataFrame:
    """Roll what is owed forward from the first entry.

    Args:
        entries: ENTRIES, all of them (or all of the payees of one entity).
        lines: LINES of them.
        periods: every period with entries, in order of time; others may stand between.

    Returns:
        ROLL_FORWARD by currency and period, a row for every one of them. Opening and closing are the balances of the
        accounts; the flows between are counted on their own, so that the identity can fail.

    Raises:
        ValueError: an entry was posted in a period that is not listed.
    """
    unlisted = set(entries["period_id"]) - set(periods)
    if unlisted:
        raise ValueError(f"entries are posted in {', '.join(sorted(unlisted))}, which is not listed")
    owed = lines.filter(pl.col("account").is_in(OWED_ACCOUNTS)).join(
        entries.select("entry_no", "period_id"), on="entry_no"
    )
    order = pl.DataFrame(
        {"period_id": list(periods), "number": range(len(periods))}, schema={"period_id": pl.String, "number": pl.Int64}
    )
    every = owed.select("currency").unique().join(order, how="cross")
    sums = owed.group_by("currency", "period_id").agg(
        change=0 - pl.col("line_amount").sum(),
        **{column: _total(flow, column) for flow, column in _COLUMN_OF.items()},
    )
    rows = every.join(sums, on=["currency", "period_id"], how="left").sort("currency", "number")
    rows = rows.with_columns(pl.col("change", *_COLUMN_OF.values()).fill_null(0))
    closing = pl.col("change").cum_sum().over("currency")
    rows = rows.with_columns(closing=closing).with_columns(opening=pl.col("closing") - pl.col("change"))
    return ROLL_FORWARD.checked(rows)


def _total(flow: str, column: str) -> pl.Expr:
    total = pl.col("line_amount").filter(pl.col("flow") == flow).sum()
    return 0 - total if column in _ADDED else total


def roll_forward_breaks(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a roll-forward whose flows do not lead from opening to closing; none when all is well."""
    added = [pl.col(column) for column in _ADDED]
    taken = [pl.col(column) for column in _COLUMN_OF.values() if column not in _ADDED]
    reached = pl.sum_horizontal("opening", *added) - pl.sum_horizontal(taken)
    return rows.filter(reached != pl.col("closing"))
