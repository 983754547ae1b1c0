"""Checks that every payee with credits has the target they are measured against, and that it is not 0."""

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from attain.diagnostics import Diagnostic, in_order
from attain.targets import problems
from attain.targets.resolve import TargetRequest

_KEY = ["payee_code", "target", "per", "period_id"]


def check_needed(targets: pl.DataFrame, needed: pl.DataFrame, requests: Iterable[TargetRequest]) -> list[Diagnostic]:
    """Compare the targets that are needed with those there are.

    Args:
        targets: the table ``TARGETS``.
        needed: payee (id), payee_code, target, per, period_id: the windows in which somebody has credits.
        requests: the plan's targets; only they are checked.

    Returns:
        One problem per target and payee, naming the first window: no target, or a target of 0 where the
        rule does not say what that means (``when_zero``).
    """
    found: list[Diagnostic] = []
    wanted = needed.select("payee", *_KEY).unique(maintain_order=True)
    with_values = wanted.join(targets.select(*_KEY, "target_value"), on=_KEY, how="left", maintain_order="left")
    for request in requests:
        mine = with_values.filter(pl.col("target") == request.name)
        for payee, window, count in _first_windows(mine.filter(pl.col("target_value").is_null())):
            what = f"{payee} has credits in {window}{_more(count)} and no target '{request.name}' there"
            fix = f"add a row to the target table, or give '{request.name}' an amount in the plan"
            found.append(replace(Diagnostic.of(problems.MISSING, request.place, what, fix), payees=(payee,)))
        if request.rule.when_zero == "error":
            for payee, window, count in _first_windows(mine.filter(pl.col("target_value") == 0)):
                what = f"the target '{request.name}' of {payee} is 0 in {window}{_more(count)}"
                fix = "say what attainment is then: when_zero: 0% or when_zero: 100%"
                found.append(replace(Diagnostic.of(problems.ZERO, request.place, what, fix), payees=(payee,)))
    return in_order(found)


def _first_windows(rows: pl.DataFrame) -> list[tuple[str, str, int]]:
    grouped = rows.group_by("payee", maintain_order=True).agg(pl.col("period_id").first(), pl.len().alias("row_count"))
    return [(payee, window, count) for payee, window, count in grouped.iter_rows()]


def _more(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""
