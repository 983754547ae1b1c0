"""When the results of windows are paid: each line's shares, by the day on which it is first earned."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import ReleaseByChild
from attain.expressions import ColumnType
from attain.plans.vocabulary import Vocabulary
from attain.runs.crediting.standing import CREDIT
from attain.runs.earning.due.holding import as_known, held_back
from attain.runs.earning.releasing import Parts, parts_of
from attain.runs.inputs.evaluation import Evaluator

if TYPE_CHECKING:
    from attain.plans.model import Component
    from attain.runs.planning import PlanRun


def window_parts(run: "PlanRun", entries: pl.DataFrame, component: "Component") -> Parts | None:
    """Find the parts of a window's lines; None where everything is paid when it is earned.

    Args:
        run: the plan.
        entries: ``line``, ``payee``, ``roster_row``, ``cut`` and ``dated``; a line is earned on its first date.
        component: as written.
    """
    first, evaluator = window_lines(entries), window_evaluator(run)
    parts = parts_of(first, component.release, evaluator)
    return as_known(held_back(first, parts, run.plan.holds + component.holds, evaluator), run.facts.as_of)


def window_lines(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the first entry of each line, with the day on which it is earned."""
    return entries.sort("line", "cut").unique("line", keep="first", maintain_order=True)


def last_release(parts: Parts, rows: pl.DataFrame) -> object:
    """Return the last day on which a line of a component is paid; what is taken back follows the line that it is of.

    Args:
        parts: the shares of its lines.
        rows: ``line`` and ``kind`` of its standing rows.
    """
    frame, is_back = parts.frame, rows["kind"] != CREDIT
    if is_back.any():
        frame = frame.filter(~pl.col("line").is_in(rows["line"].filter(is_back).implode()))
    return frame["released_on"].max()


def last_releases(run: "PlanRun") -> list[date]:
    """Return the last days on which results of windows that end with the plan are paid.

    None for a plan without an end: each result would make it longer, and with that more results.
    """
    before = run.plan.effective.before
    if before is None:
        return []
    last = before - timedelta(days=1)
    rows = run.facts.roster.rows.filter(run.members.is_member)
    rows = rows.select("roster_row", payee="payee_code", dated=pl.lit(last), line=pl.int_range(pl.len()))
    found: list[date] = []
    for name, component in run.components.items():
        if run.plan.is_windowed(name) and not isinstance(component.release, ReleaseByChild):
            evaluator = window_evaluator(run)
            parts = held_back(
                rows, parts_of(rows, component.release, evaluator), run.plan.holds + component.holds, evaluator
            )
            day = parts.frame["released_on"].max() if parts is not None else None
            found += [day] if isinstance(day, date) else []
    return found


def window_evaluator(run: "PlanRun") -> Evaluator:
    """The evaluator of expressions about when the line of a window is paid."""
    known = Vocabulary({}, ColumnType("money", run.digits), run.facts.people, title="a window")
    return run.evaluator_of(replace(known, is_window=True), "")
