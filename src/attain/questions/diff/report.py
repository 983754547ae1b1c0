"""A difference, told: who gains and who loses, and why, as text and JSON."""

from typing import Any

import polars as pl

from attain.diagnostics import render_text
from attain.diagnostics.render import as_json
from attain.money import minor_digits
from attain.questions.amounts import money, table
from attain.questions.diff.parts import Difference

SHOWN = 20


def to_text(found: Difference, payee: str | None = None) -> str:
    """Write the causes, those who gain and lose most, and for one payee the lines behind it."""
    parts = [render_text(found.diagnostics)] if found.diagnostics else []
    if found.is_usable and found.parts.is_empty():
        parts.append("nothing differs")
    elif found.is_usable:
        parts += [_causes(found), _payees(found)]
        parts += [_lines(found, payee)] if payee is not None else []
    return "\n\n".join(parts)


def to_json(found: Difference) -> dict[str, Any]:
    """Return causes, payees and every part; amounts in minor units."""
    said = [as_json(problem) for problem in found.diagnostics]
    if not found.is_usable:
        return {"diagnostics": said}
    return {
        "causes": found.totals.to_dicts(),
        "payees": found.payees.to_dicts(),
        "parts": found.parts.to_dicts(),
        "diagnostics": said,
    }


def _causes(found: Difference) -> str:
    rows = [
        (cause, currency, str(count), shown(moved, currency))
        for currency, cause, count, moved in found.totals.iter_rows()
    ]
    sums = found.parts.group_by("currency").agg(pl.col("payee_id").n_unique(), pl.col("earning_amount").sum())
    rows += [("in all", c, str(count), shown(moved, c)) for c, count, moved in sums.sort("currency").iter_rows()]
    return table(("cause", "", "payees", "difference"), rows, text_column_count=2)


def _payees(found: Difference) -> str:
    payees = found.payees
    rows = [
        (r["payee_id"], r["currency"], *(shown(r[c], r["currency"]) for c in payees.columns[2:]))
        for r in payees.iter_rows(named=True)
    ]
    gains = payees.filter(pl.col("difference") > 0).height
    losses = payees.filter(pl.col("difference") < 0).height
    left_out = len(rows) - 2 * SHOWN
    if left_out > 0:
        gap = ("...", f"{left_out} more", *("" for _ in payees.columns[2:]))
        rows = [*rows[:SHOWN], gap, *rows[-SHOWN:]]
    shown_rows = table(("payee", "", *payees.columns[2:]), rows, text_column_count=2)
    return f"{gains} gain, {losses} lose\n{shown_rows}"


def _lines(found: Difference, payee: str) -> str:
    lines = found.parts.filter(pl.col("payee_id") == payee)
    rows = [
        (
            r["cause"],
            r["period_id"],
            ".".join(name for name in (r["plan_id"], r["component_id"]) if name),
            r["transaction_id"],
            shown(r["earning_amount"], r["currency"]),
        )
        for r in lines.sort("cause", "period_id", "component_id", "transaction_id").iter_rows(named=True)
    ]
    return table(("cause", "period", "component", "deal", f"{payee}'s difference"), rows, text_column_count=4)


def shown(minor: int, currency: str) -> str:
    """Write an amount."""
    return money(minor, minor_digits(currency))
