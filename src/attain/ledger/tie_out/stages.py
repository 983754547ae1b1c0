"""The steps of a tie-out: each list against the one before, from the facts to the books.

imported: what the load read, against the facts. credited and earned: what the facts give when they are calculated
again, against what the run kept. posted: earnings, payments and decisions, against what stands. exported: the lines of
a pay run, against the file that left. paid: the lines, against what payroll reports and what the ledger says was paid.
booked: the lines of the ledger, against the journal.
Source: docs/behaviours/tie_out.md. Oracle: tests/oracle/tie_out.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from attain.ledger.table import KEY
from attain.ledger.tie_out.comparing import ATTRIBUTES, FOUND, LISTED, compared

# What a step calls what another one calls otherwise.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "earned": {"changed_amount": "wrong_rate"},
    "posted": {},
    "exported": dict.fromkeys((*ATTRIBUTES.values(), "lost_row", "doubled_row", "unknown_row"), "edited_export"),
    "paid": {"lost_row": "not_paid"},
}
_OF_FACTS = ("credited", "earned", "posted")
_BY_HAND = ("adjustments", "holds")


@dataclass(frozen=True)
class Steps:
    """The lists of one or more pay periods; a pair that is None is left out.

    Attributes:
        imported: rows and sums of each table as loaded, and as the facts are.
        credited: CREDITS as calculated again, and as kept.
        earned: EARNINGS as calculated again, and as kept.
        posted: MOVES that should stand, and STANDING.
        exported: PAY_LINES of a pay run, and those of the file that left.
        paid: PAY_LINES of a pay run, and those that payroll reports.
        booked: amounts by account as the ledger has them, and as the journal has them: ``account``, ``currency``,
            ``booked_amount``.
    """

    imported: tuple[pl.DataFrame, pl.DataFrame] | None = None
    credited: tuple[pl.DataFrame, pl.DataFrame] | None = None
    earned: tuple[pl.DataFrame, pl.DataFrame] | None = None
    posted: tuple[pl.DataFrame, pl.DataFrame] | None = None
    exported: tuple[pl.DataFrame, pl.DataFrame] | None = None
    paid: tuple[pl.DataFrame, pl.DataFrame] | None = None
    booked: tuple[pl.DataFrame, pl.DataFrame] | None = None


def tie_out(steps: Steps) -> pl.DataFrame:
    """Find every row that is not found again, at the first step where it is off.

    A row that is already off when it is credited is off when it is earned and posted too; it is told once.

    Returns:
        FOUND, in the order of the steps; empty when everything ties out.
    """
    told: list[pl.DataFrame] = [FOUND.empty()]
    known: set[str] = set()
    for step, listed in _LISTED_BY.items():
        pair = getattr(steps, step)
        if pair is None:
            continue
        found = compared(step, listed(pair[0]), listed(pair[1]))
        found = found.with_columns(kind=_kind(step))
        if step in _OF_FACTS:
            found = found.filter(~pl.col("transaction_id").is_in(known).fill_null(value=False))
            known |= set(found["transaction_id"].drop_nulls())
        told.append(found)
    return pl.concat(told)


def _kind(step: str) -> pl.Expr:
    kind = pl.col("kind").replace(dict(_NAMES.get(step, {})))
    if step == "posted":
        by_hand = (pl.col("kind") == "lost_row") & pl.col("name").str.contains("|".join(_BY_HAND))
        return pl.when(by_hand).then(pl.lit("unposted_adjustment")).otherwise(kind)
    if step == "paid":
        less = (pl.col("kind") == "changed_amount") & (pl.col("found_amount") < pl.col("expected_amount"))
        return pl.when(less).then(pl.lit("paid_less")).otherwise(kind)
    return kind


def _imported(frame: pl.DataFrame) -> pl.DataFrame:
    """``source``, ``transaction_id`` (a column, or rows) and ``listed_amount``."""
    return _listed(frame, name="source", transaction="transaction_id", worth="listed_amount")


def _credited(frame: pl.DataFrame) -> pl.DataFrame:
    named = frame.with_columns(name=pl.concat_str("plan_id", "component_id", "credit_type", separator="."))
    dated = named.with_columns(period_id=pl.col("credited_on").cast(pl.String))
    return _listed(dated, name="name", transaction="transaction_id", worth="credit_amount")


def _earned(frame: pl.DataFrame) -> pl.DataFrame:
    named = frame.with_columns(name=pl.concat_str("plan_id", "component_id", "line_type", separator="."))
    return _listed(named, name="name", transaction="transaction_id", worth="earning_amount")


def _posted(frame: pl.DataFrame) -> pl.DataFrame:
    worth = "move_amount" if "move_amount" in frame.columns else "standing_amount"
    parts = [pl.col(name).fill_null("") for name in KEY if name in {"flow", "plan_id", "component_id", "source"}]
    named = frame.with_columns(name=pl.concat_str(*parts, pl.col("line_type").fill_null(""), separator="."))
    return _listed(named.filter(pl.col(worth) != 0), name="name", transaction="transaction_id", worth=worth)


def _pay_lines(frame: pl.DataFrame) -> pl.DataFrame:
    return _listed(frame, name=None, transaction=None, worth="pay_amount")


def _booked(frame: pl.DataFrame) -> pl.DataFrame:
    return _listed(frame, name="account", transaction=None, worth="booked_amount")


_LISTED_BY = {
    "imported": _imported,
    "credited": _credited,
    "earned": _earned,
    "posted": _posted,
    "exported": _pay_lines,
    "paid": _pay_lines,
    "booked": _booked,
}


def _listed(frame: pl.DataFrame, *, name: str | None, transaction: str | None, worth: str) -> pl.DataFrame:
    """Put a list into the columns that are compared; what it does not have is null."""
    nothing = pl.lit(None, pl.String)
    kept = {column: pl.col(column) if column in frame.columns else nothing for column in LISTED[:3]}
    return frame.select(
        **kept,
        name=pl.col(name) if name else nothing,
        transaction_id=pl.col(transaction) if transaction else nothing,
        listed_amount=pl.col(worth).cast(pl.Int64),
    )
