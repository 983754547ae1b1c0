"""attain pipeline: deals and their history."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, Workspace, folder_of, stop
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

if TYPE_CHECKING:
    import polars as pl

    from attain.opportunities import Opportunities

pipeline = typer.Typer(
    name="pipeline",
    help="What the pipeline holds, at any instant, and what moved it.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]
By = Annotated[list[str], typer.Option("--by", help="A column such as stage, person, team, territory.")]
Since = Annotated[
    datetime,
    typer.Option("--from", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="The first instant.", show_default=False),
]
Until = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="The second instant; today by default."),
]
In = Annotated[list[str], typer.Option("--in", help="Only deals with this value: team=West.", show_default=False)]
PeriodName = Annotated[
    str | None, typer.Option("--period", help="Only deals due in this period, such as 2026-Q2.", show_default=False)
]


class DatedBy(StrEnum):
    """Which month deals are counted in."""

    CLOSE = "close"
    CREATED = "created"


Dated = Annotated[DatedBy, typer.Option("--by-month-of", help="The month a deal is due in, or was created in.")]
_WHY = {
    "start": "open at the start",
    "new": "new",
    "pulled_in": "moved into the period",
    "transferred_in": "transferred in",
    "reopened": "reopened",
    "increased": "increased",
    "decreased": "decreased",
    "won": "won",
    "lost": "lost",
    "pushed_out": "moved out of the period",
    "transferred_out": "transferred out",
    "deleted": "deleted",
    "end": "open at the end",
}


@pipeline.command()
def read(workspace: Workspace, shape: Format = Shape.TEXT) -> None:
    """Read deals and every history of them, and say what was found: rows, columns, oddities, what is not known."""
    from attain.cli.printing import print_problems, say
    from attain.cli.summaries import print_reconciliation
    from attain.diagnostics import has_errors, render_json
    from attain.runs.pipeline import open_pipeline

    opened = open_pipeline(folder_of(workspace))
    if shape is Shape.JSON:
        say(render_json(opened.diagnostics))
    else:
        print_reconciliation(opened.loaded.reconciliation)
        say("")
        print_problems(opened.diagnostics)
        if opened.opportunities is not None:
            say("", *_told(opened.opportunities))
    if has_errors(opened.diagnostics):
        raise typer.Exit(PROBLEMS)


def _told(deals: "Opportunities") -> list[str]:
    from attain.cli.printing import count_of

    versions = deals.versions()
    loads = count_of(deals.last_batch, "load")
    told = ", ".join(sorted(deals.told)) or "nothing"
    return [
        f"{count_of(deals.deals.height, 'deal')} in {count_of(versions.height, 'version')}, known from {loads}",
        f"the past is told of: {told}",
    ]


@pipeline.command("as-at")
def as_at(
    workspace: Workspace,
    at: AtInstant = None,
    by: By = ["stage"],  # noqa: B006 -- typer copies it
    known_at: KnownAt = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Say what was open at an instant, with the stage, amount, owner and close date of then, and the trend to it."""
    from attain.cli.commands.selling.columns import check_columns
    from attain.cli.printing import money, print_table, say
    from attain.cli.sparklines import sparkline
    from attain.snapshots import Book, totals

    _, deals = opened_pipeline(workspace, shape, known_at)
    check_columns(by)
    book = Book(deals, known(known_at, deals))
    instant = instant_of(at, deals)
    found = totals(book.open_at(instant), by)
    if shape is Shape.JSON:
        say(as_json(found))
        return
    rows = [
        (*(str(v or "–") for v in row[:-2]), f"{row[-2]:,}", money(row[-1], deals.digits)) for row in found.iter_rows()
    ]
    print_table((*by, "deals", deals.currency), rows, text_column_count=len(by))
    whole = money(int(found["open_value"].sum()), deals.digits)
    say("", f"{found['deal_count'].sum():,} open deals, {whole} {deals.currency}")
    if instant < deals.today and not {"stage", "amount", "close_date"} <= deals.told:
        say("stage, amount and close date are those of the export: it has no history of them")
    else:
        months = book.trend(book.month_starts(instant, 12), [])["open_value"].to_list()
        weeks = book.trend(book.week_starts(instant), [])["open_value"].to_list()
        say(f"on the 1st of 12 months {sparkline(months)}  of 6 weeks {sparkline(weeks)}")


@pipeline.command()
def bridge(
    workspace: Workspace,
    since: Since,
    until: Until = None,
    only: In = [],  # noqa: B006 -- typer copies it
    period: PeriodName = None,
    known_at: KnownAt = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Say what moved the open pipeline between two instants, exact to the cent."""
    from attain.cli.commands.selling.columns import values_of
    from attain.cli.printing import money, print_table, say
    from attain.snapshots import Book, Scope
    from attain.snapshots import bridge as bridged

    opened, deals = opened_pipeline(workspace, shape, known_at)
    due = period_of(opened, period) if period else None
    scope = Scope(values_of(only), due.starts_on if due else None, due.ends_before if due else None)
    first, last = instant_of(since, deals), instant_of(until, deals)
    if first > last:
        stop("the first instant comes after the second")
    found = bridged(Book(deals, known(known_at, deals)), scope, first, last)
    if shape is Shape.JSON:
        say(as_json(found))
        return
    rows = [
        (_WHY[reason], f"{count:,}", money(change, deals.digits))
        for reason, count, change in found.iter_rows()
        if count or reason in {"start", "end"}
    ]
    print_table(("", "deals", deals.currency), rows, text_column_count=1)
    if not deals.told:
        say("", "without a history, only deals that were created or closed in between are seen")


@pipeline.command()
def shape(
    workspace: Workspace,
    at: AtInstant = None,
    dated: Dated = DatedBy.CLOSE,
    known_at: KnownAt = None,
    format_: Format = Shape.TEXT,
) -> None:
    """Say what shape the open pipeline has: by month and stage, parked on last days, several deals in one account."""
    from attain.cli.commands.selling.shaping import print_shape, shape_record

    opened, deals = opened_pipeline(workspace, format_, known_at)
    from attain.cli.printing import say
    from attain.snapshots import Book

    book, instant = Book(deals, known(known_at, deals)), instant_of(at, deals)
    if format_ is Shape.JSON:
        say(shape_record(book, instant, opened.calendar, dated.value))
        return
    print_shape(book, instant, opened.calendar, dated.value)


def as_json(frame: "pl.DataFrame") -> str:
    """Write a table as JSON."""
    import json

    return json.dumps(frame.to_dicts(), indent=2, ensure_ascii=False, default=str)
