"""What should stand: the tables of a calculation as moves of the ledger.

A payment row of 1,000 held and 300 released is two moves, held +1,000 and released +300. A draw balance that goes from
500 to 900 while 700 is drawn and 100 recovered has 200 that nobody pays back: draw_forgiven +200.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/ledger.py.
"""

import polars as pl

from attain.ledger.table import KEY, MOVES

PAYMENT_SOURCE = "payments"
DECISION_SOURCES = ("adjustments", "holds")
_COLUMN_OF = {
    "clawback_deferred": "clawback_deferred",
    "clawback_recovered": "clawback_recovered",
    "held": "held",
    "released": "released",
    "fx_difference": "fx_difference",
    "guaranteed": "guarantee_paid",
    "draw_paid": "draw_paid",
    "draw_recovered": "draw_recovered",
    "draw_forgiven": "draw_forgiven",
    "forfeited": "forfeited",
    "adjusted": "adjusted",
}
_DAYS_OF_12_MONTHS = 365


def earned_moves(earnings: pl.DataFrame) -> pl.DataFrame:
    """Turn earnings into moves, in the currency they are paid in: ``earned`` above 0, ``clawed_back`` below.

    Args:
        earnings: an EARNINGS frame.

    Returns:
        MOVES, one row per key that does not sum to 0.
    """
    moves = earnings.select(
        *(name for name in KEY if name not in {"flow", "currency"}),
        currency="pay_currency",
        flow=pl.when(pl.col("pay_amount") < 0).then(pl.lit("clawed_back")).otherwise(pl.lit("earned")),
        move_amount=pl.col("pay_amount").abs(),
    )
    return summed(moves)


def settled_moves(payments: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Turn payments into moves; what is earned and clawed back comes from the earnings, what is paid from pay runs.

    Args:
        payments: a PAYMENTS frame with every period of the payees in it, from the first.
        periods: a PERIODS frame that has each ``period_id``; it gives the order of the draw balances.

    Returns:
        MOVES under the source ``payments``, one row per flow that is not 0.
    """
    dated = payments.join(periods, on="period_id", how="left")
    months = ((pl.col("ends_before") - pl.col("starts_on")).dt.total_days() * 12 + 182) // _DAYS_OF_12_MONTHS
    owner = ["payee_id", "currency", "pay_run", "months"]
    dated = dated.with_columns(months=months).sort(*owner, "starts_on")
    before = pl.col("draw_balance").shift(1).over(owner, mapping_strategy="group_to_rows").fill_null(0)
    forgiven = before + pl.col("draw_paid") - pl.col("draw_recovered") - pl.col("draw_balance")
    dated = dated.with_columns(draw_forgiven=forgiven, source=pl.lit(PAYMENT_SOURCE), transaction_id=pl.col("pay_run"))
    nothing = pl.lit(None, pl.String)
    moves = [
        dated.select(
            *(name for name in KEY if name in dated.columns),
            flow=pl.lit(flow),
            plan_id=nothing,
            component_id=nothing,
            line_type=nothing,
            move_amount=pl.col(column),
        )
        for flow, column in _COLUMN_OF.items()
    ]
    return summed(pl.concat(moves, how="diagonal"))


def decided_moves(decisions: pl.DataFrame) -> pl.DataFrame:
    """Turn decisions of people into moves: adjustments, and holds and releases of what a payee has due.

    Decisions are facts. They stand among what is calculated, or the next run would take them back.

    Args:
        decisions: ``decision_id``, ``kind`` (``adjustment``, ``hold`` or ``release``), ``payee_id``, ``period_id``,
            ``currency`` and ``decided_amount`` (Int64 minor units).
    """
    kind = pl.col("kind")
    flows = {"adjustment": "adjusted", "hold": "held", "release": "released"}
    nothing = pl.lit(None, pl.String)
    moves = decisions.select(
        "payee_id",
        "period_id",
        "currency",
        flow=kind.replace_strict(flows, return_dtype=pl.String),
        plan_id=nothing,
        component_id=nothing,
        source=pl.when(kind == "adjustment").then(pl.lit("adjustments")).otherwise(pl.lit("holds")),
        transaction_id=pl.col("decision_id"),
        line_type=nothing,
        move_amount=pl.col("decided_amount"),
    )
    return summed(moves)


def summed(moves: pl.DataFrame) -> pl.DataFrame:
    """Add up moves of one key, leave out what comes to 0, and keep the contract's columns."""
    sums = moves.group_by(KEY).agg(pl.col("move_amount").sum())
    return MOVES.checked(sums.filter(pl.col("move_amount") != 0))
