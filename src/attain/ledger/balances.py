"""What the lines add up to: standing, balances and positions, at any date, as known at any batch.

A replay reads nothing but entries and lines; ``verify`` compares it with what is stored beside them.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/ledger.py.
"""

from datetime import date

import polars as pl

from attain.ledger.accounts import FLOWS, POSITION_ACCOUNTS
from attain.ledger.table import BALANCES, KEY, POSITIONS, STANDING


def standing_of(entries: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Replay a ledger into what stands: STANDING, one row per key that does not sum to 0."""
    debits = {flow: found.debit for flow, found in FLOWS.items()}
    debit = pl.col("flow").replace_strict(debits, default=None, return_dtype=pl.String)
    whose = entries.select("entry_no", "payee_id", period_id="origin_period_id")
    sides = lines.filter(pl.col("account") == debit).join(whose, on="entry_no")
    sums = sides.group_by(KEY).agg(standing_amount=pl.col("line_amount").sum())
    return STANDING.checked(sums.filter(pl.col("standing_amount") != 0))


def added_standing(standing: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """Add what a posting changes to what stands; both STANDING."""
    sums = pl.concat([standing, added]).group_by(KEY).agg(pl.col("standing_amount").sum())
    return STANDING.checked(sums.filter(pl.col("standing_amount") != 0))


def balances(
    entries: pl.DataFrame, lines: pl.DataFrame, *, on: date | None = None, batch_no: int | None = None
) -> pl.DataFrame:
    """Add up the accounts of each payee.

    Args:
        entries: ENTRIES.
        lines: LINES of them.
        on: only what is dated on this day or before it.
        batch_no: only what was posted with this batch or an earlier one.

    Returns:
        BALANCES that are not 0, by payee, account and currency.
    """
    counted = entries
    if on is not None:
        counted = counted.filter(pl.col("dated_on") <= on)
    if batch_no is not None:
        counted = counted.filter(pl.col("batch_no") <= batch_no)
    sides = lines.join(counted.select("entry_no", "payee_id"), on="entry_no")
    sums = sides.group_by(BALANCES.key).agg(balance_amount=pl.col("line_amount").sum())
    return BALANCES.checked(sums.filter(pl.col("balance_amount") != 0)).sort(BALANCES.key)


def positions_of(found: pl.DataFrame) -> pl.DataFrame:
    """Turn BALANCES into what each payee is owed: POSITIONS, by payee and currency; what is 0 is left out."""
    due = found.filter(pl.col("account").is_in(POSITION_ACCOUNTS))
    sums = due.group_by(POSITIONS.key).agg(position_amount=0 - pl.col("balance_amount").sum())
    return POSITIONS.checked(sums.filter(pl.col("position_amount") != 0)).sort(POSITIONS.key)
