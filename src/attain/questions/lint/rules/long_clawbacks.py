"""Long clawbacks: windows that no deal has lived through yet.

``cancelled_on < close_date + 365 days`` on facts from January to April: whatever will be cancelled, is not known.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attain.diagnostics import Diagnostic
from attain.documents import Expression, place_of
from attain.expressions.syntax.tree import Span, bottom_up
from attain.questions.lint.context import Context
from attain.questions.lint.problems import LONG_CLAWBACK
from attain.runs.inputs.evaluation import parsed_of
from attain.runs.planning import PlanRun

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def long_clawbacks(context: Context) -> Iterator[Diagnostic]:
    """Find clawbacks whose window is longer than the time the facts cover."""
    if context.run is None or not context.has_rows:
        return
    for name, component in context.components.items():
        if component.clawback is None:
            continue
        span = _longest(component.clawback.when)
        covered = _covered(context.run, name)
        if span is None or covered is None:
            continue
        days, text = span
        first, last = covered
        if first + timedelta(days=days) > last:
            what = f"the window of {text} has ended for no deal: the facts run from {first} to {last}"
            fix = "read it again when the facts are longer, or check the number"
            yield Diagnostic.of(LONG_CLAWBACK, place_of(component.clawback.when), what, fix)


def _longest(when: Expression) -> tuple[int, str] | None:
    """The longest span a condition adds to a date: about how many days, and as it is written."""
    parsed, _ = parsed_of(when)
    spans = [node for node in bottom_up(parsed.root) if isinstance(node, Span)] if parsed is not None else []
    found = [(node.number * _DAYS[node.unit.removesuffix("s")], str(when)[node.at : node.end]) for node in spans]
    return max(found, default=None)


def _covered(run: PlanRun, component: str) -> tuple[date, date] | None:
    """The days from a component's first credit to the last thing that is known."""
    rows = run.standing[component].rows
    first = rows["dated"].min()
    known = [s.rows[column].max() for s in run.standing.values() for column in ("dated", "cancelled_on")]
    days = [day for day in [*known, run.facts.as_of] if isinstance(day, date)]
    return (first, max(days)) if isinstance(first, date) and days else None
