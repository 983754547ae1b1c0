"""Tables for people: how the sources were read, and who is paid what."""

from collections.abc import Sequence

import polars as pl

from attain.cli.printing import count_of, money, print_table, say
from attain.money import minor_digits
from attain.sources import SourceSummary

_MOST_ROWS = 200
_ALWAYS = ("earned", "paid")
_SHOWN = {
    "opening_balance": "carried in",
    "earned": "earned",
    "clawed_back": "clawed back",
    "clawback_deferred": "left for later",
    "clawback_recovered": "given back",
    "held": "held",
    "released": "released",
    "fx_difference": "rate of payment",
    "guarantee_paid": "guarantee",
    "draw_paid": "draw",
    "draw_recovered": "recovered",
    "forfeited": "forfeited",
    "adjusted": "adjusted",
    "paid": "paid",
    "closing_balance": "carried out",
    "draw_balance": "draw balance",
    "clawback_balance": "to give back",
    "held_balance": "held in all",
    "advance_balance": "in advance",
}


def print_reconciliation(summaries: Sequence[SourceSummary]) -> None:
    """Print, for each table read, that rows and sums in are accepted plus rejected; and what was detected."""
    rows: list[tuple[str, ...]] = []
    for one in summaries:
        counts = (one.rows_in, one.rows_accepted, one.rows_rejected)
        rows.append((one.name, one.file, "rows", *(f"{count:,}" for count in counts)))
        rows += [("", "", column, sums.read, sums.accepted, sums.rejected) for column, sums in one.sums.items()]
    print_table(("table", "file", "", "read", "accepted", "rejected"), rows, text_column_count=3)
    for one in summaries:
        if one.detected:
            say(f"{one.name}: {'; '.join(one.detected)}")


def print_payments(payments: pl.DataFrame, periods: pl.DataFrame) -> None:
    """Print the payments per payee and pay period, without columns that are 0 everywhere."""
    ordered = payments.join(periods, on="period_id", how="left", maintain_order="left")
    ordered = ordered.sort("payee_id", "starts_on", "currency", maintain_order=True)
    shown = [name for name in _SHOWN if name in _ALWAYS or (payments[name] != 0).any()]
    rows = [
        (
            str(row["payee_id"]),
            str(row["period_id"]),
            str(row["currency"]),
            *(money(row[name], minor_digits(row["currency"])) for name in shown),
        )
        for row in ordered.head(_MOST_ROWS).iter_rows(named=True)
    ]
    titles = ("payee", "period", "currency", *(_SHOWN[name] for name in shown))
    print_table(titles, rows, text_column_count=3)
    if ordered.height > _MOST_ROWS:
        say(f"and {count_of(ordered.height - _MOST_ROWS, 'more row')}: --out writes all of them")


def print_totals(payments: pl.DataFrame) -> None:
    """Print what is earned and paid in all, by currency."""
    sums = payments.group_by("currency").agg(pl.col("earned", "paid").sum(), pl.col("payee_id").n_unique())
    for currency, earned, paid, payee_count in sums.sort("currency").iter_rows():
        digits = minor_digits(currency)
        shown = f"earned {money(earned, digits)}, paid {money(paid, digits)} {currency}"
        say(f"{count_of(payee_count, 'payee')}: {shown}")
