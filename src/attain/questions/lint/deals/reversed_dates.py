"""Reversed dates: spans that are below 0 in every row, because the day that comes first was named first.

``months_between(contract_start, invoiced_on) < 12`` holds for every invoice, of the fifth year too: the later day is
named first. Where it is the other way round in a single row, the span may be meant, and is no finding.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from attain.diagnostics import Diagnostic
from attain.expressions.syntax.tree import Name, Operation, bottom_up
from attain.questions.lint.context import Context
from attain.questions.lint.deals.misspelt_values import place_inside, source_of
from attain.questions.lint.problems import REVERSED_DATES
from attain.questions.lint.texts import Written, expressions_of
from attain.runs.planning import PlanRun

_SPANS = frozenset({"days_between", "months_between"})


def reversed_dates(context: Context) -> Iterator[Diagnostic]:
    """Find spans whose first day comes before the second in every row."""
    if context.run is None:
        return
    for written in expressions_of(context.plan):
        for span, first, last, at in _spans(written):
            count = _reversed(context, context.run, written, (first, last))
            if count:
                what = f"{span}({first}, {last}) is below 0 in every row that has both: '{first}' is the earlier day"
                fix = f"name the later day first: {span}({last}, {first})"
                yield Diagnostic.of(REVERSED_DATES, place_inside(written, at), what, fix)


def _spans(written: Written) -> Iterator[tuple[str, str, str, int]]:
    """Yield each span between two names, and where it stands."""
    for node in bottom_up(written.parsed.root) if written.parsed is not None else []:
        if isinstance(node, Operation) and node.operator in _SPANS:
            names = [part.name for part in node.operands if isinstance(part, Name)]
            if len(names) == len(node.operands):
                yield node.operator, names[0], names[1], node.at


def _reversed(context: Context, run: PlanRun, written: Written, names: tuple[str, str]) -> int:
    """In how many rows the first of two days comes first; 0 where it does not in one of them, or nothing is known."""
    source = run.facts.sources.get(source_of(context, written))
    if source is None:
        return 0
    days = [_days(run, source.frame, source.as_of, name) for name in names]
    if days[0] is None or days[1] is None:
        return 0
    if "payee" in {name.split(".")[0] for name in names}:  # whose row it is hangs on the credit: all against all
        low, high = days[1].min(), days[0].max()
        return days[1].len() if isinstance(low, date) and isinstance(high, date) and high < low else 0
    both = pl.DataFrame({"first": days[0], "last": days[1]}).drop_nulls()
    return both.height if both.height and (both["first"] < both["last"]).all() else 0


def _days(run: PlanRun, frame: pl.DataFrame, as_of: str | None, name: str) -> pl.Series | None:
    """The days that a name has: of a column, of the roster, or of the credit as its source dates it."""
    head, _, attribute = name.partition(".")
    if attribute:
        roster = run.facts.roster.rows
        found = roster[attribute] if head == "payee" and attribute in roster.columns else None
    else:
        column = as_of if name == "earned_on" and name not in frame.columns else name
        found = frame[column] if column is not None and column in frame.columns else None
    return found if found is not None and found.dtype == pl.Date else None
