"""A backtest, told as text and JSON."""

from typing import Any

import polars as pl

from attain.diagnostics import render_text
from attain.diagnostics.render import as_json
from attain.money import minor_digits
from attain.questions.amounts import money, table
from attain.questions.backtest.trying import Backtest, tiers_reached

SHOWN = 10
_SIDES = ("before", "after", "difference")


def to_text(found: Backtest) -> str:
    """Write cost, distribution, tiers, and those who win and lose most."""
    parts = [render_text(found.diagnostics)] if found.diagnostics else []
    if found.is_usable:
        parts += [_cost(found), _distribution(found), _tiers(found), _payees(found)]
    return "\n\n".join(part for part in parts if part)


def to_json(found: Backtest) -> dict[str, Any]:
    """Return everything for programs; amounts in minor units."""
    said = [as_json(problem) for problem in found.diagnostics]
    if not found.is_usable:
        return {"diagnostics": said}
    return {
        "cost": found.cost.to_dicts(),
        "payees": found.payees.to_dicts(),
        "distribution": found.distribution.to_dicts(),
        "tiers": tiers_reached(found.results).to_dicts(),
        "diagnostics": said,
    }


def _cost(found: Backtest) -> str:
    sums = found.cost.group_by("currency", maintain_order=True).agg(pl.col(_SIDES).sum())
    every = pl.concat([found.cost, sums.with_columns(period_id=pl.lit("in all")).select(found.cost.columns)])
    rows = [(r["period_id"], r["currency"], *(_shown(r[s], r["currency"]) for s in _SIDES)) for r in every.to_dicts()]
    return table(("cost in", "", *_SIDES), rows, text_column_count=2)


def _distribution(found: Backtest) -> str:
    names = {0: "least", 50: "median", 100: "most"}
    rows = [
        (names.get(percent, f"{percent} % earn at most"), currency, _shown(before, currency), _shown(after, currency))
        for currency, percent, before, after in found.distribution.iter_rows()
    ]
    return table(("a payee earns", "", "before", "after"), rows, text_column_count=2)


def _tiers(found: Backtest) -> str:
    tiers = tiers_reached(found.results)
    rows = [(f"{plan}.{name}", tier, f"{count:,}") for plan, name, tier, count, _ in tiers.iter_rows()]
    return table(("component", "tier", "times reached"), rows, text_column_count=2) if rows else ""


def _payees(found: Backtest) -> str:
    payees = found.payees
    moved = payees.filter(pl.col("difference") != 0)
    gains = moved.filter(pl.col("difference") > 0).height
    listed = moved if moved.height <= 2 * SHOWN else pl.concat([moved.head(SHOWN), moved.tail(SHOWN)])
    rows = [
        (r["payee_id"], r["currency"], *(_shown(r[side], r["currency"]) for side in _SIDES)) for r in listed.to_dicts()
    ]
    said = f"{gains} gain, {moved.height - gains} lose, {payees.height - moved.height} stay"
    return f"{said}\n{table(('payee', '', *_SIDES), rows, text_column_count=2)}" if rows else said


def _shown(minor: int, currency: str) -> str:
    return money(minor, minor_digits(currency))
