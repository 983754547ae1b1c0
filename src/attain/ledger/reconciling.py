"""Posting is reconciliation: what should stand, less what stands, is what is posted.

Posted 1,000 for January, which is closed; today January is worth 1,150 because of a late deal, and 1,120 once the plan
is read with its new text: +150 late_fact and -30 plan, both posted in the open period with January as their origin.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/ledger.py.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from attain.ledger.accounts import CAUSES, PAY_FLOWS
from attain.ledger.moves import DECISION_SOURCES
from attain.ledger.table import DIFFERENCES, KEY
from attain.money import proved_sum

_FACT = ("source", "transaction_id")


@dataclass(frozen=True)
class State:
    """What should stand once one more cause is taken into account.

    Attributes:
        cause: the cause that this state adds to the one before it.
        moves: MOVES, everything that should stand in the scope of the run.
        fact_causes: for single facts another cause: ``source``, ``transaction_id``, ``cause``.
    """

    cause: str
    moves: pl.DataFrame
    fact_causes: pl.DataFrame | None = None


def reconcile(
    posted: pl.DataFrame,
    states: Sequence[State],
    *,
    closed: Collection[str],
    open_period: str,
    flows: Sequence[str] = PAY_FLOWS,
) -> pl.DataFrame:
    """Find what has to be posted so that what stands is the last state.

    Args:
        posted: STANDING, of the same payees (or accumulators) as the states; other flows are left alone.
        states: what should stand, one cause after another. Mostly one; after an upgrade of the engine, say, first the
            new facts under the old engine, then everything under the new one.
        closed: the periods that are closed.
        open_period: where the differences of closed periods are posted; others are posted in their own period.
        flows: what is compared.

    Returns:
        DIFFERENCES, in the order in which they are posted. Empty when nothing changed.

    Raises:
        ValueError: a cause or flow is unknown, or the open period is closed.
        TooLarge: the amounts could sum beyond 64 bits.
    """
    _refuse_unknown(states, flows)
    if open_period in closed:
        raise ValueError(f"{open_period} is closed; nothing is posted in it")
    stands = posted.filter(pl.col("flow").is_in(list(flows))).select(*KEY, move_amount=pl.col("standing_amount"))
    found: list[pl.DataFrame] = []
    for state in states:
        outside = state.moves.filter(~pl.col("flow").is_in(list(flows)))
        if outside.height:
            raise ValueError(f"'{outside['flow'][0]}' is not among the flows that are reconciled")
        moves = state.moves.select(*KEY, "move_amount")
        proved_sum(pl.concat([moves["move_amount"], stands["move_amount"]]), "what is posted")
        back = stands.with_columns(move_amount=0 - pl.col("move_amount"))
        changed = pl.concat([moves, back]).group_by(KEY).agg(pl.col("move_amount").sum())
        found.append(_with_cause(changed.filter(pl.col("move_amount") != 0), state, closed))
        stands = moves
    is_closed = pl.col("period_id").is_in(list(closed))
    posted_in = pl.when(is_closed).then(pl.lit(open_period)).otherwise("period_id")
    each = pl.concat([DIFFERENCES.empty().drop("posted_period_id"), *found])
    sums = each.group_by(*KEY, "cause").agg(pl.col("move_amount").sum()).filter(pl.col("move_amount") != 0)
    return in_posting_order(DIFFERENCES.checked(sums.with_columns(posted_period_id=posted_in)))


def in_posting_order(differences: pl.DataFrame) -> pl.DataFrame:
    """Sort differences as they are posted: by payee, period, origin and cause, then by key."""
    entry = ("payee_id", "posted_period_id", "period_id", "cause")
    return differences.sort(*entry, *(name for name in KEY if name not in entry), nulls_last=False)


def _with_cause(changed: pl.DataFrame, state: State, closed: Collection[str]) -> pl.DataFrame:
    """Name the cause of each difference; what an open period is worth for the first time has the cause calculation."""
    by_fact = state.fact_causes
    if by_fact is None:
        by_fact = pl.DataFrame(schema={"source": pl.String, "transaction_id": pl.String, "cause": pl.String})
    by_fact = by_fact.select(*_FACT, fact_cause=pl.col("cause"))
    known = changed.join(by_fact, on=_FACT, how="left", validate="m:1")
    is_decided = pl.col("source").is_in(DECISION_SOURCES).fill_null(False)
    is_open = ~pl.col("period_id").is_in(list(closed))
    cause = (
        pl.when(is_decided)
        .then(pl.lit("adjustment"))
        .when(is_open)
        .then(pl.lit("calculation"))
        .otherwise(pl.coalesce("fact_cause", pl.lit(state.cause)))
    )
    return known.select(*KEY, cause.alias("cause"), "move_amount")


def _refuse_unknown(states: Sequence[State], flows: Sequence[str]) -> None:
    named = {state.cause for state in states}
    for state in states:
        if state.fact_causes is not None:
            named |= set(state.fact_causes["cause"].to_list())
    if named - set(CAUSES):
        raise ValueError(f"unknown cause: {', '.join(sorted(named - set(CAUSES)))}")
    if "paid" in flows or "owed" in flows:
        raise ValueError("a pay run posts what is paid, and posting itself what is owed")
