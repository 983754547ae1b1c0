"""Compares the oracle's results with the kernel's tables, minor unit by minor unit.

Earnings are compared for every (payee, component, pay period, source, transaction), reversals apart from other lines;
payments for every (payee, pay period) and column. A row that is missing on one side counts as zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

PAYMENT_COLUMNS = (
    "opening_balance",
    "earned",
    "held",
    "released",
    "clawed_back",
    "clawback_deferred",
    "clawback_recovered",
    "fx_difference",
    "guarantee_paid",
    "draw_paid",
    "draw_recovered",
    "forfeited",
    "adjusted",
    "paid",
    "closing_balance",
    "draw_balance",
    "clawback_balance",
    "held_balance",
    "advance_balance",
)
FLOWS = PAYMENT_COLUMNS[1:-5]
Period = tuple[date, date]


@dataclass(frozen=True)
class Difference:
    """One amount that the two sides do not agree on."""

    table: str
    key: tuple
    expected: object
    actual: object

    def __str__(self) -> str:
        key = ", ".join("-" if part is None else str(part) for part in _flat(self.key))
        return f"{self.table} ({key}): oracle {self.expected}, kernel {self.actual}"


def compare(oracle: Mapping[str, list[dict]], tables: Mapping[str, pl.DataFrame]) -> list[Difference]:
    """List every difference in credits, measures, earnings and payments.

    Args:
        oracle: what ``tests.oracle.engine.calculate`` returns.
        tables: the kernel's output tables by name, with ``periods`` to read period ids with.
    """
    periods = _periods(tables["periods"])
    found = _missing_credits(oracle["credits"], tables["credits"])
    for worth in ("earning_amount", "pay_amount"):
        earnings = _kernel_earnings(tables["earnings"], periods, worth)
        found += _unequal(f"earnings.{worth}", _oracle_earnings(oracle["earnings"], worth), earnings)
    payments = _kernel_payments(tables["payments"], periods)
    return found + _unequal("payments", _oracle_payments(oracle["payments"]), payments)


def line_count(oracle: Mapping[str, list[dict]]) -> int:
    """How many entries of earnings were compared."""
    return len(oracle["earnings"])


def _flat(parts: Iterable[object]) -> list[object]:
    return [p for part in parts for p in (_flat(part) if isinstance(part, tuple) else [part])]


def _unequal(table: str, oracle: dict[tuple, object], kernel: dict[tuple, object]) -> list[Difference]:
    keys = sorted({*oracle, *kernel}, key=lambda key: [str(part) for part in key])
    pairs = [(key, oracle.get(key, 0), kernel.get(key, 0)) for key in keys]
    return [Difference(table, key, mine, theirs) for key, mine, theirs in pairs if mine != theirs]


def _periods(frame: pl.DataFrame) -> dict[str, Period]:
    rows = frame.select("period_id", "starts_on", "ends_before").iter_rows()
    return {period_id: (starts_on, ends_before) for period_id, starts_on, ends_before in rows}


def _summed(pairs: Iterable[tuple[tuple, int]]) -> dict[tuple, object]:
    """The sum per key; sums of 0 are dropped, so that a missing row and a row of 0 are equal."""
    sums: dict[tuple, int] = {}
    for key, amount in pairs:
        sums[key] = sums.get(key, 0) + amount
    return {key: amount for key, amount in sums.items() if amount}


# --- earnings


def _group(line_type: str) -> str:
    return line_type if line_type in {"reversal", "floor"} else "line"


def _oracle_earnings(rows: list[dict], worth: str) -> dict[tuple, object]:
    return _summed(
        (
            (
                *(r["payee"], r["component"], r["period"], r["source"], r["transaction"], _group(r["line_type"])),
                r["pay_currency"],
            ),
            r[worth],
        )
        for r in rows
    )


def _kernel_earnings(frame: pl.DataFrame, periods: dict[str, Period], worth: str) -> dict[tuple, object]:
    return _summed(
        (
            (
                row["payee_id"],
                row["component_id"],
                periods[row["period_id"]],
                row["source"] if row["transaction_id"] is not None else None,
                row["transaction_id"],
                _group(row["line_type"]),
                row["pay_currency"],
            ),
            row[worth],
        )
        for row in frame.iter_rows(named=True)
    )


# --- credits


def _missing_credits(rows: list[dict], frame: pl.DataFrame) -> list[Difference]:
    """Credits of the oracle that the kernel does not list; the kernel may list more, such as reversals.

    The oracle keeps what a deal has beyond the minor unit; the kernel lists differences of rounded running totals,
    which are less than one minor unit away.
    """
    columns = ["component_id", "transaction_id", "payee_id", "credit_type", "credited_on", "credit_amount"]
    listed = {row[:5]: row[5] for row in frame.select(columns).iter_rows()}
    found = []
    for row in rows:
        key = (row["component"], row["transaction"], row["payee"], row["credit_type"], row["credited_on"])
        is_listed = key in listed or row["component"].startswith("measure ")
        if not is_listed or abs(listed.get(key, row["credit_amount"]) - row["credit_amount"]) > 1:
            found.append(Difference("credits", key, row["credit_amount"], listed.get(key, "not listed")))
    return found


# --- measures


def compare_measures(oracle: list[dict], tables: Mapping[str, pl.DataFrame]) -> list[Difference]:
    """List every sum, count or report that ends a calendar window differently, with its target."""
    periods = _periods(tables["periods"])
    mine = {
        (row["plan"], row["measure"], row["owner"], *row["window"][1:]): (row["measure_value"], row["target_value"])
        for row in oracle
        if row["kind"] != "ratio" and row["window"][0] not in {"transaction", "plan", "ever"}
    }
    theirs = {
        (row["plan_id"], row["measure_id"], row["owner_id"], *periods[row["period_id"]]): tuple(
            None if row[column] is None else Fraction(row[column], 10 ** row["scale"])
            for column in ("measure_value", "target_value")
        )
        for row in tables["measures"].iter_rows(named=True)
        if row["period_id"] in periods
    }
    return [Difference("measures", key, mine[key], theirs.get(key)) for key in mine if mine[key] != theirs.get(key)]


# --- payments


def _oracle_payments(rows: list[dict]) -> dict[tuple, object]:
    return _cells((row["payee"], row["currency"], row["period"], row) for row in rows)


def _kernel_payments(frame: pl.DataFrame, periods: dict[str, Period]) -> dict[tuple, object]:
    rows = frame.iter_rows(named=True)
    return _cells((row["payee_id"], row["currency"], periods[row["period_id"]], row) for row in rows)


def _cells(rows: Iterable[tuple[str, str, Period, dict]]) -> dict[tuple, object]:
    """Every amount that is not 0; of rows in which nothing moves only those with a balance that moved before count."""
    return {
        (payee, currency, period, column): row[column]
        for payee, currency, period, row in rows
        if any(row[flow] for flow in FLOWS)
        for column in PAYMENT_COLUMNS
        if row[column]
    }
