"""What must hold of every run; a run in which it does not is stopped, and nothing comes out of it.

These are not checks of plans or data: a broken one is an error of Attain itself, so it raises.
"""

import polars as pl

from attain.payments import identity_breaks


class InvariantError(AssertionError):
    """The tables of a run contradict each other."""


def walks_connect(rows: pl.DataFrame) -> None:
    """Check that every credit finds its own measure where the credit before it left it.

    Args:
        rows: ``accumulator``, ``x0`` and ``x1`` in credit order, of a measure that only these rows move. Where the
            target is 0 and ``when_zero`` says how far it is reached, ``is_empty_target`` is true, and nothing walks.

    Raises:
        InvariantError: somewhere it does not.
    """
    # A stable sort puts each accumulator's rows together: a tenth of the time of a window of their own.
    walking = rows.filter(~pl.col("is_empty_target")) if "is_empty_target" in rows.columns else rows
    ordered = walking.select("accumulator", "x0", "x1").sort("accumulator", maintain_order=True)
    goes_on = pl.col("accumulator").eq_missing(pl.col("accumulator").shift(1))
    before = pl.when(goes_on).then(pl.col("x1").shift(1)).fill_null(0)
    broken = ordered.select("accumulator", "x0", found=before).filter(pl.col("x0") != pl.col("found"))
    if broken.height:
        raise InvariantError(f"a walk jumps in {broken.height} places, first {broken.row(0, named=True)}")


def lines_add_up(frame: pl.DataFrame, first: str, last: str) -> None:
    """Check that the lines of each accumulator sum to its rounded state at the end less that at the start.

    Args:
        frame: ``accumulator``, ``amount`` and the rounded states before (``first``) and after (``last``) each line, in
            credit order.
        first: the column with the state before.
        last: the column with the state after.

    Raises:
        InvariantError: they do not.
    """
    sums = frame.group_by("accumulator", maintain_order=True).agg(
        pl.col("amount").sum(), pl.col(first).first(), pl.col(last).last()
    )
    broken = sums.filter(pl.col("amount") != pl.col(last) - pl.col(first))
    if broken.height:
        raise InvariantError(f"the lines of {broken.height} accumulators do not add up to the curve")


def payments_tie(earnings: pl.DataFrame, payments: pl.DataFrame) -> None:
    """Check every payment's identity, and that payments hold every earning of their payee and period.

    Raises:
        InvariantError: one breaks, or an earning is in no payment.
    """
    broken = identity_breaks(payments)
    if broken.height:
        raise InvariantError(f"{broken.height} payments do not close, first {broken.row(0, named=True)}")
    key = ["payee_id", "period_id", "currency"]
    earned = earnings.group_by("payee_id", "period_id", currency="pay_currency").agg(pl.col("pay_amount").sum())
    paid = payments.group_by(key).agg((pl.col("earned") - pl.col("clawed_back")).sum().alias("settled"))
    both = earned.join(paid, on=key, how="full", coalesce=True).fill_null(0)
    missing = both.filter(pl.col("pay_amount") != pl.col("settled"))
    if missing.height:
        raise InvariantError(f"{missing.height} payee periods are settled for another amount than was earned")


def money_is_settled(moved: pl.DataFrame, terms: pl.DataFrame) -> None:
    """Check that whatever is earned, taken back, held or released is settled in its own pay period.

    Args:
        moved: ``payee`` and ``period_id`` of every flow with an amount.
        terms: ``payee`` and ``period_id`` of every settlement.

    Raises:
        InvariantError: an amount would be settled later, or never.
    """
    lost = moved.join(terms, on=["payee", "period_id"], how="anti")
    if lost.height:
        raise InvariantError(f"{lost.height} amounts have no settlement, first {lost.row(0, named=True)}")
