"""Worked examples of a plan document: what the plan's examples give, and what the kernel makes of it, line by line.

Nothing is copied from what an example expects: the numbers are calculated when the document is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from attain.diagnostics import has_errors
from attain.plans.model import Example
from attain.questions.amounts import money
from attain.questions.examples.given import ONLY_PAYEE, Setting, read_given
from attain.questions.examples.outcome import Outcome
from attain.questions.explain.choices import component_title
from attain.runs import calculate

Row = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table of texts: its title, columns and rows; the last columns, as many as are said, are amounts."""

    title: str
    columns: Row
    rows: tuple[Row, ...]
    number_count: int = 0


@dataclass(frozen=True)
class Worked:
    """A worked example.

    Attributes:
        title: what it shows.
        given: the rows it starts from, a grid per source.
        earned: what every line earns, and in all; None where the example is refused.
        refused: why it is.
    """

    title: str
    given: tuple[Grid, ...]
    earned: Grid | None
    refused: str = ""


def worked(setting: Setting) -> list[Worked]:
    """Calculate every example of a plan."""
    return [_worked(setting, example) for example in setting.plan.examples]


def _worked(setting: Setting, example: Example) -> Worked:
    given, found = read_given(setting, example)
    shown = tuple(_given(example))
    if not has_errors(found):
        results = calculate(given.facts, [given.plan], given.targets)
        found = results.diagnostics
        if results.is_usable:
            return Worked(str(example.title), shown, _earned(Outcome(given.plan, results)))
    first = next(problem for problem in found if problem.severity == "error")
    return Worked(str(example.title), shown, None, f"{first.what}; {first.fix}")


def _given(example: Example) -> Iterator[Grid]:
    """Show what an example gives as it is written: lists of rows as tables, anything else as names and values."""
    for name, node in example.given.items():
        pairs, rows = _pairs(node), [row for row in map(_pairs, _items(node)) if row]
        if pairs:
            yield Grid(name, ("name", "value"), tuple(pairs.items()))
        elif rows:
            columns = tuple(dict.fromkeys(key for row in rows for key in row))
            yield Grid(name, columns, tuple(tuple(row.get(key, "") for key in columns) for row in rows))


def _pairs(node: object) -> dict[str, str]:
    """Return the names and values of a map; none of anything else."""
    if not isinstance(node, Mapping):
        return {}
    return {str(key): _text(value) for key, value in cast("Mapping[object, object]", node).items()}


def _items(node: object) -> list[object]:
    return list(cast("list[object]", node)) if isinstance(node, list) else []


def _text(value: object) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {one}" for key, one in _pairs(cast("object", value)).items())
    if isinstance(value, list):
        return ", ".join(_text(one) for one in _items(cast("object", value)))
    return str(value)


def _earned(outcome: Outcome) -> Grid:
    digits, plan = outcome.run.digits, outcome.plan
    titles = {name: component_title(name, component) for name, component in plan.components.items()}
    rows = [
        (
            "" if line.payee == ONLY_PAYEE else line.payee,
            titles[line.component],
            line.transaction or "the whole window",
            line.kind,
            line.earned_on.isoformat(),
            money(line.line_amount, digits),
        )
        for line in outcome.lines
    ]
    total = money(sum(line.line_amount for line in outcome.lines), digits)
    columns = ("payee", "component", "deal", "line", "date", f"earned ({plan.currency_code})")
    return _without_empty(Grid("earned", columns, (*rows, ("", "", "", "", "in all", total)), 1))


def _without_empty(grid: Grid) -> Grid:
    """Leave out the first column where nobody is named."""
    if any(row[0] for row in grid.rows):
        return grid
    return Grid(grid.title, grid.columns[1:], tuple(row[1:] for row in grid.rows), grid.number_count)
