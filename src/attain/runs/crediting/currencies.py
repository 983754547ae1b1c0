"""Credits in another currency than their plan pays in.

A plan credits money as it stands in its own currency; an amount in another one has no rate to become that.
"""

import polars as pl

from attain.credits.problems import NO_FX_RATE
from attain.diagnostics import Diagnostic, Place
from attain.plans import Plan
from attain.transactions import Transactions

_CURRENCY = "currency"


def foreign_credits(frame: pl.DataFrame, transactions: Transactions, plan: Plan, currency: str) -> list[Diagnostic]:
    """Find credited rows whose money is in another currency than the plan's, one diagnostic for each currency.

    Args:
        frame: credits with ``row`` of their source and its ``source_line``.
        transactions: the source's rows.
        plan: the plan that credits them.
        currency: that of sources which name none.
    """
    has_own = _CURRENCY in transactions.source.columns
    if frame.is_empty() or (not has_own and currency in {"", plan.currency_code}):
        return []
    own = transactions.gathered(frame, _CURRENCY) if has_own else pl.lit(currency)
    rows = frame.select("row", "source_line", currency=own).unique("row")
    rows = rows.filter(pl.col("currency") != plan.currency_code)
    found: list[Diagnostic] = []
    for (code,), foreign in rows.sort("row").group_by("currency", maintain_order=True):
        line = min(foreign["source_line"].drop_nulls().to_list(), default=0)
        place = Place(transactions.source.file, line, 0, _CURRENCY)
        counted = f"{foreign.height} rows of '{transactions.source.name}' are in {code}"
        what = f"{counted}, and '{plan.plan}' pays {plan.currency_code}"
        fix = f"exclude them with 'where', give them in {plan.currency_code}, or pay them in a plan of {code}"
        found.append(Diagnostic.of(NO_FX_RATE, place, what, fix))
    return found
