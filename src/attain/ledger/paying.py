"""Pay runs: who is paid what, what the export has to add up to, and how it is posted.

A pay run pays what the ledger says is due, less what the plan banks for later. Whatever corrections, holds and
adjustments were posted is in it, and a second pay run finds nothing left. Due 1,200, of which 200 is banked: 1,000.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/ledger.py.
"""

import hashlib
from dataclasses import dataclass

import polars as pl

from attain.ledger.chain.canonical import Record, canonical_rows
from attain.ledger.table import DIFFERENCES
from attain.tables import Column, Table

PAY_LINES = Table(
    name="pay_lines",
    grain="what a pay run pays one payee in one currency",
    key=("payee_id", "currency"),
    columns=(
        Column("payee_id", pl.String, "", "the payee"),
        Column("currency", pl.String, "ISO 4217", "of pay_amount"),
        Column("pay_amount", pl.Int64, "minor units", "what leaves, always above 0"),
    ),
)
PAY_RECORD = Record("attain-pay-line/1", tuple(PAY_LINES.names))


@dataclass(frozen=True)
class ControlTotals:
    """What a pay run adds up to.

    Attributes:
        line_count: how many payments.
        totals: minor units by currency.
        digest: SHA-256 over the canonical bytes of its lines, by payee and currency.
    """

    line_count: int
    totals: dict[str, int]
    digest: str


def banked_of(payments: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Return what each payee has banked: the closing balance of the last period, where it is above 0.

    Args:
        payments: PAYMENTS up to the period that is paid.
        periods: a PERIODS frame that has each ``period_id``.

    Returns:
        ``payee_id``, ``currency`` and ``banked_amount``.
    """
    dated = payments.join(periods, on="period_id").sort("starts_on", "ends_before")
    last = dated.group_by("payee_id", "currency", "pay_run").agg(pl.col("closing_balance").last())
    banked = pl.max_horizontal("closing_balance", pl.lit(0, pl.Int64)).sum()
    return last.group_by("payee_id", "currency").agg(banked_amount=banked).filter(pl.col("banked_amount") > 0)


def pay_lines(positions: pl.DataFrame, banked: pl.DataFrame) -> pl.DataFrame:
    """Find what a pay run pays: what is due, less what is banked, where that is above 0.

    Args:
        positions: POSITIONS of the payees of this pay run.
        banked: ``payee_id``, ``currency``, ``banked_amount``.

    Returns:
        PAY_LINES, by payee and currency.
    """
    both = positions.join(banked, on=["payee_id", "currency"], how="left")
    due = pl.col("position_amount") - pl.col("banked_amount").fill_null(0)
    return PAY_LINES.checked(both.with_columns(pay_amount=due).filter(due > 0)).sort(PAY_LINES.key)


def control_totals(lines: pl.DataFrame) -> ControlTotals:
    """Count, add up and digest the lines of a pay run; the order of rows does not matter."""
    lines = PAY_LINES.checked(lines).sort(PAY_LINES.key)
    sums = lines.group_by("currency").agg(pl.col("pay_amount").sum()).sort("currency")
    hashed = hashlib.sha256(PAY_RECORD.preamble)
    for text in canonical_rows(lines, PAY_RECORD):
        hashed.update(text.encode())
    return ControlTotals(lines.height, dict(sums.iter_rows()), hashed.hexdigest())


def paid_differences(lines: pl.DataFrame, *, period_id: str, posted_period_id: str, pay_run_id: str) -> pl.DataFrame:
    """Turn what a pay run paid into what is posted for it.

    Args:
        lines: PAY_LINES, as they were acknowledged.
        period_id: the pay period that is paid.
        posted_period_id: the open period in which the payment is posted; mostly the same or the next.
        pay_run_id: the pay run; posted once, under its id.

    Returns:
        DIFFERENCES of the flow ``paid``.
    """
    nothing = {name: pl.lit(None, pl.String) for name in ("plan_id", "component_id", "line_type")}
    found = PAY_LINES.checked(lines).with_columns(
        period_id=pl.lit(period_id),
        posted_period_id=pl.lit(posted_period_id),
        flow=pl.lit("paid"),
        cause=pl.lit("payment"),
        source=pl.lit("pay_runs"),
        transaction_id=pl.lit(pay_run_id),
        move_amount=pl.col("pay_amount"),
        **nothing,
    )
    return DIFFERENCES.checked(found)
