"""attain metrics: the catalogue, and its values for a workspace."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import Shape, stop
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

if TYPE_CHECKING:
    from attain.metrics import Measured, Metric


class ListShape(StrEnum):
    """How the catalogue and its values are printed."""

    TEXT = "text"
    JSON = "json"
    METRICFLOW = "metricflow"


Where = Annotated[
    Path | None, typer.Argument(metavar="[WORKSPACE]", help="The folder that holds attain.yaml.", show_default=False)
]
Listing = Annotated[bool, typer.Option("--list", help="List the catalogue: name, unit, definition.")]
Names = Annotated[list[str], typer.Option("--metric", help="Only this metric; all by default.", show_default=False)]
By = Annotated[
    list[str],
    typer.Option("--by", help="A dimension: person, team, territory, product, campaign_id, …", show_default=False),
]
PeriodName = Annotated[
    str | None, typer.Option("--period", help="Such as 2026-Q2; the quarter of the day by default.", show_default=False)
]
Format = Annotated[ListShape, typer.Option("--format", help="Text for people, JSON for programs, MetricFlow's YAML.")]


def metrics(
    workspace: Where = None,
    list_: Listing = False,
    name: Names = [],  # noqa: B006 -- typer copies it
    by: By = [],  # noqa: B006 -- typer copies it
    period: PeriodName = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    shape: Format = ListShape.TEXT,
) -> None:
    """List the metrics, or say what they are in a workspace: over a period, as of an instant, as known at a load.

    What is not defined is said with its reason: never 0, never infinite.
    """
    from attain.cli.printing import say
    from attain.metrics import CATALOGUE, Question
    from attain.metrics.exporting import metricflow
    from attain.snapshots import Book

    for one in name:
        if one not in CATALOGUE:
            stop(f"'{one}' is no metric; attain metrics --list names them")
    chosen = [CATALOGUE[one] for one in name] or list(CATALOGUE.values())
    if shape is ListShape.METRICFLOW:
        say(metricflow(chosen).rstrip())
        return
    if list_:
        _print_list(chosen, shape)
        return
    if workspace is None:
        stop("name a workspace, or ask for the catalogue with --list")
    opened, deals = opened_pipeline(workspace, Shape(shape.value), known_at)
    instant = instant_of(at, deals)
    book, due = Book(deals, known(known_at, deals)), period_of(opened, period, instant)
    question = Question(book, due, instant, opened.targets, opened.submissions)
    found = question.answers(chosen, [_dimension(one) for one in by])
    if shape is ListShape.JSON:
        say(json.dumps([_record(one) for one in found], indent=2, ensure_ascii=False))
        return
    say(f"{question.period.name}, as of {instant:%Y-%m-%d %H:%M} UTC, in {deals.currency}", "")
    _print(found, deals.digits)


def _dimension(name: str) -> str:
    from attain.metrics.rows import OF_DEALS

    known_ones = ["owner_id", "stage", "created_month", *OF_DEALS]
    name = {"campaign": "campaign_id", "account": "account_id", "source": "lead_source"}.get(name, name)
    if name not in known_ones:
        stop(f"'{name}' is no dimension; name one of {', '.join(known_ones)}")
    return name


def _print_list(chosen: "list[Metric]", shape: ListShape) -> None:
    from attain.cli.printing import print_table, say
    from attain.metrics import GROUPS
    from attain.metrics.exporting import listed

    if shape is ListShape.JSON:
        say(json.dumps(listed(chosen), indent=2, ensure_ascii=False))
        return
    for title, group in GROUPS.items():
        mine = [metric for metric in group if metric in chosen]
        if mine:
            say(title)
            rows = [(f"  {m.name}", m.unit, m.definition) for m in mine]
            print_table(("  metric", "unit", "definition"), rows, text_column_count=3)
            say("")


def _print(found: "list[Measured]", digits: int) -> None:
    from attain.cli.printing import print_table, say
    from attain.metrics import GROUPS, Undefined
    from attain.metrics.showing import shown, shown_interval

    groups = {metric.name: title for title, metrics in GROUPS.items() for metric in metrics}
    for title in dict.fromkeys(groups[one.metric.name] for one in found):
        rows: list[tuple[str, ...]] = []
        for one in found:
            if groups[one.metric.name] == title:
                group = ", ".join(value or "–" for value in one.group.values())
                why = f"not defined: {one.value.reason}" if isinstance(one.value, Undefined) else ""
                rows.append((one.metric.title, group, shown(one, digits), shown_interval(one), why))
        used = [at for at in range(5) if at in {0, 2} or any(row[at] for row in rows)]
        say(title)
        texts = [("", "", "value", "95 %", "")[at] for at in used]
        cells = [("  " + row[0], *(row[at] for at in used[1:])) for row in rows]
        print_table(texts, cells, text_column_count=used.index(2))
        say("")


def _record(one: "Measured") -> dict[str, object]:
    from attain.metrics import Undefined
    from attain.metrics.showing import number

    reason = one.value.reason if isinstance(one.value, Undefined) else None
    interval = None if one.interval is None else list(one.interval)
    return {
        "metric": one.metric.name,
        "unit": one.metric.unit,
        "by": dict(one.group),
        "value": number(one),
        "interval": interval,
        "undefined": reason,
    }
