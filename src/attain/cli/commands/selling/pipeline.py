"""attain pipeline: deals and their history."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, Workspace, folder_of, stop
from attain.cli.commands.selling.opening import AtInstant, KnownAt, instant_of, known, opened_pipeline, period_of

if TYPE_CHECKING:
    import polars as pl

    from attain.forecasts import Slips
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


Reliable = Annotated[
    bool, typer.Option("--reliability", help="Show how often deals slipped that were said to, in periods held out.")
]
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

    _, deals = opened_pipeline(workspace, shape)
    check_columns(by)
    book = Book(deals, known(known_at, deals))
    instant = instant_of(at, deals)
    found = totals(book.open_at(instant), by)
    if shape is Shape.JSON:
        say(_as_json(found))
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

    opened, deals = opened_pipeline(workspace, shape)
    due = period_of(opened, period) if period else None
    scope = Scope(values_of(only), due.starts_on if due else None, due.ends_before if due else None)
    first, last = instant_of(since, deals), instant_of(until, deals)
    if first > last:
        stop("the first instant comes after the second")
    found = bridged(Book(deals, known(known_at, deals)), scope, first, last)
    if shape is Shape.JSON:
        say(_as_json(found))
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
def doubtful(
    workspace: Workspace,
    period: PeriodName = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    reliable: Reliable = False,
    shape: Format = Shape.TEXT,
) -> None:
    """List open deals due in a period that may slip: old, standing still, put off again and again.

    With a history, each has the probability that it moves out of the period, learned from earlier periods.
    """
    from attain.cli.printing import count_of, money, print_table, say
    from attain.forecasts import learned_slips, with_slip_chances
    from attain.snapshots import Book, average_cycle, judged

    opened, deals = opened_pipeline(workspace, shape)
    book, instant = Book(deals, known(known_at, deals)), instant_of(at, deals)
    due = period_of(opened, period, instant)
    cycle = average_cycle(book, instant)
    if cycle is None:
        stop("no deal was won by then, so there is no average cycle to compare with")
    whole = judged(book, due, instant, cycle_days=cycle)
    slips = learned_slips(book, due, instant, opened.calendar.before(due))
    if reliable:
        _print_reliability(slips, shape)
        return
    found = with_slip_chances(book, due, instant, whole.filter(whole["signal_count"] > 0), slips)
    if shape is Shape.JSON:
        say(_as_json(found))
        return
    rows = [
        ("doubtful" if row["is_doubtful"] else "look", row["name"] or row["opportunity_id"], row["person"] or "–",
         row["reason"], str(row["close_date"]), _percent(row["slip_probability"]),
         "–" if row["amount"] is None else money(row["amount"], deals.digits))
        for row in found.head(50).iter_rows(named=True)
    ]  # fmt: skip
    print_table(("", "deal", "owner", "why", "due", "slips", deals.currency), rows, text_column_count=5)
    doubtful_count = int(found["is_doubtful"].sum())
    others = found.height - doubtful_count
    say("", f"{doubtful_count:,} doubtful, {others:,} more to look at; average cycle {float(cycle):.0f} days")
    unknown = whole["days_open"].null_count()
    if unknown:
        say(f"of {count_of(unknown, 'open deal')} due the age is not known: export CreatedDate too")
    if slips is not None:
        say(f"how likely each slips is learned from {count_of(slips.period_count, 'earlier period')}")
    if "close_date" not in deals.told:
        say("how often a close date moved is not known: there is no history of it")


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

    opened, deals = opened_pipeline(workspace, format_)
    from attain.cli.printing import say
    from attain.snapshots import Book

    book, instant = Book(deals, known(known_at, deals)), instant_of(at, deals)
    if format_ is Shape.JSON:
        say(shape_record(book, instant, opened.calendar, dated.value))
        return
    print_shape(book, instant, opened.calendar, dated.value)


@pipeline.command()
def slips(
    workspace: Workspace,
    period: PeriodName = None,
    at: AtInstant = None,
    known_at: KnownAt = None,
    shape: Format = Shape.TEXT,
) -> None:
    """List what was due in a period at its start and has moved out of it, and the slip rate."""
    from attain.cli.printing import count_of, money, print_table, say
    from attain.snapshots import Book, due_at_start, slip_rate

    opened, deals = opened_pipeline(workspace, shape)
    if "close_date" not in deals.told:
        stop("nothing tells which close dates moved: it needs OpportunityHistory, or dated copies of the export")
    book, instant = Book(deals, known(known_at, deals)), instant_of(at, deals)
    due = period_of(opened, period, instant)
    if instant < deals.midnight(due.starts_on):
        stop(f"{due.name} had not begun")
    found = due_at_start(book, due, min(instant, deals.midnight(due.ends_before)))
    moved = found.filter("moved_out").sort("amount", "opportunity_id", descending=[True, False], nulls_last=True)
    if shape is Shape.JSON:
        say(_as_json(moved))
        return
    rows = [
        (row["name"] or row["opportunity_id"], row["person"] or "–", str(row["close_date"]),
         str(row["close_date_after"]), "–" if row["amount"] is None else money(row["amount"], deals.digits))
        for row in moved.head(50).iter_rows(named=True)
    ]  # fmt: skip
    print_table(("deal", "owner", "was due", "now due", deals.currency), rows, text_column_count=4)
    rate = slip_rate(found)
    said = "not defined, nothing of value was due" if rate is None else f"{100 * float(rate):.1f} % of the value"
    say("", f"{moved.height:,} of {count_of(found.height, 'deal')} moved out of {due.name}; slip rate: {said}")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _print_reliability(slips: "Slips | None", shape: Shape) -> None:
    from attain.cli.printing import print_table, say

    if slips is None or not slips.reliability.height:
        stop("it takes four earlier periods with deals due in them, and a history of close dates")
    if shape is Shape.JSON:
        say(_as_json(slips.reliability))
        return
    rows = [
        (str(row["group"]), f"{row['deal_count']:,}", _percent(row["forecast"]), f"{row['happened']:,}",
         f"{row['lowest']:,} to {row['highest']:,}", "" if row["is_inside"] else "outside")
        for row in slips.reliability.iter_rows(named=True)
    ]  # fmt: skip
    print_table(("tenth", "deals", "said", "slipped", "99 % band", ""), rows, text_column_count=1)
    inside = int(slips.reliability["is_inside"].sum())
    say("", f"learned from the first three quarters of the periods, judged on the last; {inside} of {len(rows)} inside")


def _as_json(frame: "pl.DataFrame") -> str:
    import json

    return json.dumps(frame.to_dicts(), indent=2, ensure_ascii=False, default=str)
