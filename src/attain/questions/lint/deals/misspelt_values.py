"""Misspelt values: texts that a condition compares a column with, and that no row has while one is very like it.

``type = 'New Buisness'`` where the rows say New Business. A value unlike any other may come later, and is no finding.
"""

from collections.abc import Iterator
from difflib import get_close_matches

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.documents import place_of
from attain.expressions.syntax.tree import Literal, Name, Operation, bottom_up
from attain.questions.lint.context import Context
from attain.questions.lint.problems import MISSPELT_VALUE
from attain.questions.lint.texts import Written, expressions_of
from attain.runs.planning import PlanRun

_SIGNS = frozenset({"=", "<>", "in", "not in"})
_ALIKE = 0.75


def misspelt_values(context: Context) -> Iterator[Diagnostic]:
    """Find texts that no row has."""
    if context.run is None:
        return
    for written in expressions_of(context.plan):
        for name, text, at in _compared(written):
            values = _values(context, context.run, written, name)
            close = get_close_matches(text, values, n=1, cutoff=_ALIKE) if text not in values else []
            if close:
                what = f"no row has {name} = '{text}'; there is '{close[0]}'"
                fix = f"write '{close[0]}', with capitals and blanks as the rows have them"
                yield Diagnostic.of(MISSPELT_VALUE, place_inside(written, at), what, fix)


def _compared(written: Written) -> Iterator[tuple[str, str, int]]:
    """Yield each name with a text that it is compared with, and where that stands in the expression."""
    nodes = bottom_up(written.parsed.root) if written.parsed is not None else []
    for node in nodes:
        if isinstance(node, Operation) and node.operator in _SIGNS:
            names = [part.name for part in node.operands if isinstance(part, Name)]
            texts = [part for part in node.operands if isinstance(part, Literal) and isinstance(part.value, str)]
            if len(names) == 1:
                yield from ((names[0], str(part.value), part.at) for part in texts)


def _values(context: Context, run: PlanRun, written: Written, name: str) -> list[str]:
    """The texts that a column of the rule's source, or of the roster, has."""
    head, _, attribute = name.partition(".")
    if attribute:
        roster = run.facts.roster.rows
        found = roster[attribute] if head in {"payee", "seller"} and attribute in roster.columns else None
    else:
        source = run.facts.sources.get(source_of(context, written))
        found = source.frame[name] if source is not None and name in source.columns else None
    if found is None or not isinstance(found.dtype, (pl.String, pl.Categorical, pl.Enum)):
        return []
    return found.drop_nulls().cast(pl.String).unique().sort().to_list()


def source_of(context: Context, written: Written) -> str:
    """Name the source whose columns an expression reads; nothing where there is none."""
    rule = context.around.rules.get(written.component) or context.around.rules.get(f"measure {written.path[1]}")
    return str(rule.source) if rule is not None else ""


def place_inside(written: Written, at: int) -> Place:
    """Return where a piece of an expression stands in the plan's file."""
    place = place_of(written.text)
    if "\n" in written.text or not place.column:
        return place
    return Place(place.file, place.line, place.column + at, place.detail)
