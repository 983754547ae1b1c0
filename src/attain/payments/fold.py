"""The settlement of each payee, pay period after pay period.

E = what is released now - what this payment takes back + what the rate of the payment adds + what was carried in. A
draw tops E up or adds to it; a recoverable one is remembered and taken back from what E exceeds ``keep`` by. Then the
cap, then the payment; a negative rest is carried.

A recoverable draw of 1,500: 500 earned is topped up with 1,000; of 3,000 the month after, 1,000 is recovered and
2,000 paid.
Source: docs/behaviours/payments.md. Oracle: tests/oracle/payment.py.
"""

import polars as pl

from attain.money import TooLarge, largest, rounded
from attain.payments.recovering import recovered

_FLOWS = ("earned", "held", "released", "clawed_back", "fx_difference", "advance")
_STATE = ("balance", "draw_balance", "clawback_balance", "last_window", "capped_paid")
_NOTHING_CARRIED = {name: pl.lit(0, pl.Int64) for name in _STATE}
_PLACE = "_place"  # of a row among the terms


def settle(flows: pl.DataFrame, terms: pl.DataFrame, period_count: int) -> pl.DataFrame:
    """Fold each payee's periods in order.

    Args:
        flows: ``payee``, ``period`` (0, 1, ...) and Int64 ``earned, held, released, clawed_back``, each at least 0,
            ``fx_difference``, and ``advance``, by which what is paid and not yet earned grows.
        terms: ``payee``, ``period`` for every period the payee is settled in, and per row ``draw_amount`` (null when no
            draw is in force), ``draw_limit`` (the most that may be owed of it; null = no limit), ``tops_up``,
            ``recoverable``, ``same_period``, ``recovers`` (whether recovery may happen), ``percent`` and
            ``percent_whole``, ``keep`` (null = the draw while it is in force), ``cap`` (null = none) and the number of
            its ``cap_window``, ``banks``, ``forgives_negative``, ``forgives_draw``, and what limits how much is taken
            back (``attain.payments.recovering``).
        period_count: how many periods there are.

    Returns:
        One row per row of ``terms`` with the amounts of the payments table.
    """
    rows = terms.join(flows, on=["payee", "period"], how="left", maintain_order="left")
    rows = rows.with_columns(pl.col(_FLOWS).fill_null(0)).with_row_index(_PLACE)
    apart, together = _apart(rows)
    made = pl.concat([apart, _in_turn(together, period_count)]).sort("period", _PLACE).drop(_PLACE)
    return made.with_columns(
        held_balance=(pl.col("held") - pl.col("released")).cum_sum().over("payee"),
        advance_balance=pl.col("advance").cum_sum().over("payee"),
    )


def _apart(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Settle the periods of those of whom nothing is carried, all at once; return what is left to be done in turn.

    Where every period, settled as if it were the first, leaves nothing behind, it makes no difference which is.
    """
    try:
        alone = _one_period(rows.with_columns(**_NOTHING_CARRIED))
    except TooLarge:  # of the largest amounts and shares of different periods together
        return _nothing(rows), rows
    carries = pl.any_horizontal(pl.col("closing_balance", "draw_balance", "clawback_balance") != 0)
    theirs = alone.filter(carries | pl.col("cap").is_not_null())["payee"].unique()
    carried = pl.col("payee").is_in(theirs.implode())
    return alone.filter(~carried).drop("capped_paid"), rows.filter(carried)


def _in_turn(rows: pl.DataFrame, period_count: int) -> pl.DataFrame:
    """Settle one period after another."""
    parts = rows.partition_by("period", as_dict=True, include_key=True)
    state = rows.select("payee").unique().with_columns(**_NOTHING_CARRIED)
    settled: list[pl.DataFrame] = []
    for period in range(period_count):
        part = parts.get((period,))
        if part is None:
            continue
        done = _one_period(part.join(state, on="payee", how="left"))
        kept = ("payee", "draw_balance", "clawback_balance", "capped_paid")
        state = state.update(done.select(*kept, balance="closing_balance", last_window="cap_window"), on="payee")
        settled.append(done.drop("capped_paid"))
    return pl.concat(settled) if settled else _nothing(rows)


def _nothing(rows: pl.DataFrame) -> pl.DataFrame:
    return _one_period(rows.clear().with_columns(**_NOTHING_CARRIED)).drop("capped_paid")


def _one_period(rows: pl.DataFrame) -> pl.DataFrame:
    c = pl.col
    zero = pl.lit(0, pl.Int64)
    gross = c("balance") + c("earned") - c("held") + c("released") + c("fx_difference")
    rows = recovered(rows, gross)
    rows = rows.with_columns(
        opening_balance=c("balance"),
        due=gross - c("clawed_back") + c("clawback_deferred") - c("clawback_recovered"),
        drawn=c("draw_amount").fill_null(0),
    )
    topped = pl.when(c("draw_amount").is_null()).then(zero).otherwise(pl.max_horizontal(zero, c("drawn") - c("due")))
    wanted = pl.when("tops_up").then(topped).otherwise(c("drawn"))
    room = pl.when(c("draw_limit").is_not_null()).then(pl.max_horizontal(zero, c("draw_limit") - c("draw_balance")))
    rows = rows.with_columns(draw=pl.min_horizontal(wanted, pl.coalesce(room, wanted)))
    owed = c("draw_balance") + pl.when(c("same_period") & c("recoverable")).then(c("draw")).otherwise(zero)
    excess = pl.max_horizontal(zero, c("due") - pl.coalesce("keep", "drawn"))
    is_guarantee = c("tops_up") & ~c("recoverable")
    rows = rows.with_columns(owed=owed, taken=_share(rows, excess))
    may_recover = c("recovers") & c("recoverable")
    rows = rows.with_columns(
        draw_recovered=pl.when(may_recover).then(pl.min_horizontal("owed", "taken")).otherwise(zero),
        draw_paid=pl.when(is_guarantee).then(zero).otherwise(c("draw")),
        guarantee_paid=pl.when(is_guarantee).then(c("draw")).otherwise(zero),
    )
    rows = rows.with_columns(before_cap=c("due") + c("draw") - c("draw_recovered"))
    used = pl.when(c("cap_window") == c("last_window")).then(c("capped_paid")).otherwise(zero)
    left = pl.when(c("cap").is_not_null()).then(pl.max_horizontal(zero, c("cap") - used))
    payable = pl.max_horizontal(zero, pl.min_horizontal(c("before_cap"), pl.coalesce(left, "before_cap")))
    rows = rows.with_columns(paid=payable, capped_paid=used + payable)
    over = pl.max_horizontal(zero, c("before_cap") - c("paid"))
    short = pl.min_horizontal(zero, c("before_cap"))
    rows = rows.with_columns(
        forfeited=pl.when("banks").then(zero).otherwise(over),
        adjusted=pl.when("forgives_negative").then(-short).otherwise(zero),
    )
    added = pl.when("recoverable").then(c("draw_paid")).otherwise(zero)
    kept = c("draw_balance") + added - c("draw_recovered")
    return rows.with_columns(
        closing_balance=c("before_cap") - c("paid") - c("forfeited") + c("adjusted"),
        draw_balance=pl.when("forgives_draw").then(zero).otherwise(kept),
    ).drop("balance", "last_window", "due", "drawn", "draw", "owed", "taken", "before_cap")


def _share(rows: pl.DataFrame, excess: pl.Expr) -> pl.Expr:
    whole = max(largest(rows["percent_whole"]), 1)
    bound = 2**62 * max(largest(rows["percent"]), 1)
    return rounded(excess.cast(pl.Int128) * pl.col("percent"), pl.col("percent_whole"), bound, whole)
