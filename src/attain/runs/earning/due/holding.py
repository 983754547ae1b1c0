"""Holds: lines that are paid no earlier than a day, or not yet, whatever their release says.

A hold never changes what is earned. A line that several holds are about waits for the last of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from attain.documents import Text
from attain.earnings import Hold
from attain.earnings.clawbacks.unearned import month_count
from attain.runs.earning.releasing import Parts, at_once, parts_of, stopped, with_months_earned
from attain.runs.inputs.evaluation import Evaluator

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

HELD = {"line": pl.Int64, "until": pl.Date, "hold": pl.Int32, "reason": pl.String}


def held_lines(rows: pl.DataFrame, holds: Sequence[Hold], evaluator: Evaluator) -> pl.DataFrame:
    """Find the lines that holds are about.

    Args:
        rows: ``line``, ``dated`` and what the holds read.
        holds: as written.
        evaluator: of the lines' expressions.

    Returns:
        ``line``, ``until`` (Date, null = not yet), ``hold`` (its place in ``holds``) and ``reason``, a row for each
        line and hold.
    """
    scope, found = evaluator.vocabulary.event(), [pl.DataFrame(schema=HELD)]
    rows = rows.with_columns(earned_on=pl.col("dated"))
    for number, hold in enumerate(holds):
        named = evaluator.condition(rows, hold.when, scope, "_holds").filter("_holds")
        named = named.with_columns(until=pl.lit(None, pl.Date))
        if hold.until is not None:
            named = evaluator.values(named.drop("until"), hold.until, scope, "date", name="until")
        named = named.with_columns(reason=said(hold.reason, named, evaluator), hold=pl.lit(number, pl.Int32))
        found.append(named.select(pl.col("line").cast(pl.Int64), "until", "hold", "reason"))
    return pl.concat(found)


def said(reason: Text, rows: pl.DataFrame, evaluator: Evaluator) -> pl.Series:
    """Return the reason for each row: what its text column says, or the words as they are written."""
    kind = evaluator.vocabulary.columns.get(str(reason))
    if kind is not None and kind.kind == "text" and evaluator.transactions is not None:
        return evaluator.transactions.gathered(rows, str(reason))
    return pl.Series([str(reason)], dtype=pl.String).new_from_index(0, rows.height)


def held_back(rows: pl.DataFrame, parts: Parts | None, holds: Sequence[Hold], evaluator: Evaluator) -> Parts | None:
    """Let the parts of held lines be due no earlier than their holds end.

    Args:
        rows: the lines, with ``dated`` and what the holds read.
        parts: their released shares; None when everything is paid at once.
        holds: as written.
        evaluator: of the lines' expressions.
    """
    if not holds:
        return parts
    held = held_lines(rows, holds, evaluator)
    if held.is_empty():
        return parts
    ends = held.group_by("line").agg(_until=pl.col("until").max(), _open=pl.col("until").is_null().any())
    parts = parts if parts is not None else at_once(rows)
    frame = parts.frame.join(ends, on="line", how="left", maintain_order="left")
    is_due = pl.col("released_on").is_not_null() & ~pl.col("_open").fill_null(value=False)
    released_on = pl.when(is_due).then(pl.max_horizontal("released_on", "_until"))
    return replace(parts, frame=frame.with_columns(released_on=released_on).drop("_until", "_open"))


def as_known(parts: Parts | None, as_of: date | None) -> Parts | None:
    """Leave open what falls due after the day as of which everything is read."""
    if parts is None or as_of is None:
        return parts
    released_on = pl.when(pl.col("released_on") <= as_of).then("released_on")
    return replace(parts, frame=parts.frame.with_columns(released_on=released_on))


def parts_of_component(run: "PlanRun", name: str) -> Parts | None:
    """Find the parts of each of a component's lines; None where everything is paid when it is earned."""
    component = run.components[name]
    rows, evaluator = run.standing[name].rows, run.evaluator(name)
    parts = held_back(rows, parts_of(rows, component.release, evaluator), run.plan.holds + component.holds, evaluator)
    parts = as_known(parts, run.facts.as_of)
    clawback, earned = component.clawback, component.earned
    if clawback is None or clawback.policy != "unearned" or earned is None:
        return parts
    months = month_count(earned)
    if months is None:
        return parts
    cancelled = rows.filter(pl.col("cancelled_on").is_not_null())
    return stopped(parts or at_once(rows), with_months_earned(run, cancelled, name, earned), months)
