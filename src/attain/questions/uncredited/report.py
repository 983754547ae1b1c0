"""Rows that credit nobody, told as text, as JSON and as CSV."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import polars as pl

from attain.money import minor_digits
from attain.questions.amounts import money, table
from attain.questions.uncredited.finding import Uncredited
from attain.questions.uncredited.reasons import NORMAL, REASONS, SAID, Reason
from attain.questions.uncredited.table import UNCREDITED
from attain.statements.sheets.cells import plain_text

SHOWN = 50


def to_text(found: Uncredited, *, is_all: bool = False) -> str:
    """Write how much of each source is credited, what stopped the rest, and the rows.

    Args:
        found: the rows.
        is_all: whether rows that a condition leaves out are listed too; they are always counted.
    """
    first = "source, of all days" if found.is_of_some_days else "source"
    parts = [table((first, "rows", "credited", "not"), _covered(found), text_column_count=1)]
    if found.stopped.height:
        titles = ("source", "reason", "rows", "amount")
        parts.append(table(titles, [_total(row) for row in found.totals.iter_rows()], text_column_count=2))
    listed = found.only(is_normal=is_all)
    if listed.stopped.height:
        parts.append(_listed(listed))
    if not is_all and found.stopped.height > listed.stopped.height:
        count = found.stopped.height - listed.stopped.height
        parts.append(f"{count:,} {'row is' if count == 1 else 'rows are'} left out on purpose; --all lists them too")
    if found.unread:
        parts.append(f"no plan reads {', '.join(found.unread)}")
    return "\n\n".join(parts)


def to_json(found: Uncredited, *, is_all: bool = False) -> dict[str, Any]:
    """Return sources, totals and rows, those that a condition leaves out if asked; amounts are integers at their scale.

    Args:
        found: the rows.
        is_all: whether rows that a condition leaves out are listed too; they are always counted.
    """
    rows = found.only(is_normal=is_all).rows
    return {
        "sources": [
            {"source": one.source, "row_count": one.row_count, "credited_count": one.credited_count}
            for one in found.covered
        ],
        "sources_are_of_all_days": True,
        "totals": found.totals.to_dicts(),
        "rows": rows.with_columns(pl.col("dated").cast(pl.String)).to_dicts(),
        "unread": list(found.unread),
    }


def to_csv(found: Uncredited, *, is_all: bool = False) -> str:
    """Write a line per row, amounts in whole units; no text can be taken for a formula."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    names = [name for name in UNCREDITED.names if name != "scale"]
    writer.writerow(names)
    for row in found.only(is_normal=is_all).rows.iter_rows(named=True):
        shown = row | {"deal_amount": amount_text(row["deal_amount"], row["scale"], row["currency"]).replace(",", "")}
        writer.writerow(
            [shown[name] if name in {"deal_amount", "line"} else plain_text(str(shown[name] or "")) for name in names]
        )
    return text.getvalue()


def summary_lines(found: Uncredited, workspace: str) -> Iterator[str]:
    """Yield a line for every source of which rows credit nobody and no condition says so.

    Args:
        found: the rows.
        workspace: what to call the workspace in the command that lists them.
    """
    for one in found.covered:
        totals = found.only(sources=[one.source], is_normal=False).totals
        count = int(totals["row_count"].sum())
        if count:
            said = "; ".join(_reasons(totals))
            pays = "pays" if count == 1 else "pay"
            told = f"{count:,} of {one.row_count:,} rows of {one.source} {pays} nobody"
            yield f"{told}: {said}; see 'attain uncredited {workspace}'"


def amount_text(stored: int | None, scale: int, currency: str) -> str:
    """Write an amount at its scale, with at least the digits of its currency.

    >>> amount_text(500, 0, "USD"), amount_text(205656206, 4, "USD"), amount_text(None, 0, "JPY")
    ('500.00', '20,565.6206', '')
    """
    digits = max(scale, minor_digits(currency) if currency else 0)
    return "" if stored is None else money(stored * 10 ** (digits - scale), digits)


def _reasons(totals: pl.DataFrame) -> Iterator[str]:
    """Say of each reason how many rows and how much money it stopped, in the order of reasons."""
    for reason in REASONS:
        rows = totals.filter(pl.col("reason") == reason).sort("currency")
        if rows.height:
            sums = [_sum(total, scale, code) for code, scale, total in _columns(rows) if total is not None]
            shown = f" ({', '.join(sums)})" if sums else ""
            yield f"{int(rows['row_count'].sum()):,} {SAID[reason]}{shown}"


def _columns(rows: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    return rows.select("currency", "scale", "total_amount").iter_rows()


def _sum(stored: int | None, scale: int, currency: str) -> str:
    return f"{amount_text(stored, scale, currency)} {currency}".strip()


def _covered(found: Uncredited) -> list[tuple[str, ...]]:
    return [
        (one.source, f"{one.row_count:,}", f"{one.credited_count:,}", f"{one.uncredited_count:,}")
        for one in found.covered
    ]


def _total(row: tuple[Any, ...]) -> tuple[str, ...]:
    source, reason, currency, scale, count, total = row
    return source, _said(reason), f"{count:,}", "" if total is None else _sum(total, scale, currency)


def _said(reason: Reason) -> str:
    return f"{SAID[reason]} (on purpose)" if reason in NORMAL else SAID[reason]


def _listed(found: Uncredited) -> str:
    rows = [
        (
            f"{row['file']}:{row['line']}" if row["line"] is not None else row["file"],
            row["transaction_id"],
            str(row["dated"] or ""),
            row["payee_id"] or "",
            SAID[row["reason"]],
            row["why"],
            _sum(row["deal_amount"], row["scale"], row["currency"]) if row["deal_amount"] is not None else "",
        )
        for row in found.first(SHOWN).iter_rows(named=True)
    ]
    shown = table(("where", "deal", "date", "names", "reason", "why", "amount"), rows, text_column_count=6)
    more = found.stopped.height - SHOWN
    return f"{shown}\nand {more:,} more; --format csv writes all of them" if more > 0 else shown
