"""Open the pipeline of a workspace for a command, or end the command with its problems."""

from datetime import date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, folder_of, stop

if TYPE_CHECKING:
    from attain.opportunities import Opportunities
    from attain.periods import Period
    from attain.runs.pipeline import OpenedPipeline

AtInstant = Annotated[
    datetime | None,
    typer.Option("--at", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="The day, or the instant in UTC."),
]
KnownAt = Annotated[
    int | None,
    typer.Option("--known-at", min=1, help="As known with this load, or batch of the store; the last one by default."),
]


STORES = "attain.pipelines"


def opened_pipeline(
    workspace: Path, shape: Shape = Shape.TEXT, known_at: int | None = None
) -> "tuple[OpenedPipeline, Opportunities]":
    """Read the pipeline; with errors, print them and end the command. Warnings are counted on stderr.

    A workspace with a store into which deals were loaded is read from it, as known at a batch; any other from its
    files.
    """
    from attain.cli.printing import count_of, print_problems, say, step
    from attain.diagnostics import render_json
    from attain.runs.pipeline import open_pipeline

    folder = folder_of(workspace)
    with step(f"reading {folder}") as reading:
        opened = _kept(folder, known_at) or open_pipeline(folder)
        rows = sum(summary.rows_in for summary in opened.loaded.reconciliation)
        reading.found = f"{count_of(rows, 'row')} in {count_of(len(opened.loaded.reconciliation), 'table')}"
        loads = opened.loaded.loads
        if loads is not None:
            reading.found += f" of the store, as known at batch {loads.batch_no}, loaded {loads.loaded_at:%Y-%m-%d}"
    if opened.opportunities is None:
        if shape is Shape.JSON:
            say(render_json(opened.diagnostics))
        else:
            print_problems(opened.diagnostics)
        raise typer.Exit(PROBLEMS)
    warnings = sum(d.severity == "warning" for d in opened.diagnostics)
    if warnings:
        typer.echo(f"{count_of(warnings, 'warning')}: attain pipeline read {workspace} shows them", err=True)
    return opened, opened.opportunities


def _kept(folder: Path, known_at: int | None) -> "OpenedPipeline | None":
    """Open the pipeline as another package keeps it; None where none does."""
    for store in entry_points(group=STORES):
        found: OpenedPipeline | None = store.load()(folder, known_at)
        if found is not None:
            return found
    return None


def instant_of(at: datetime | None, deals: "Opportunities") -> datetime:
    """Return the instant asked for: the beginning of a day in the workspace's time zone, by default today's."""
    from datetime import UTC

    if at is None:
        return deals.today
    if at.hour or at.minute:
        return at.replace(tzinfo=UTC)
    return deals.midnight(date(at.year, at.month, at.day))


def known(batch: int | None, deals: "Opportunities") -> int | None:
    """Return the batch asked for, or end the command when there is none of that number.

    Deals of a store were read as known at it, and need no other view.
    """
    if deals.batch_no is not None:
        return None
    if batch is not None and batch > deals.last_batch:
        stop(f"there is no load {batch}; the last one is {deals.last_batch}")
    return batch


def period_of(opened: "OpenedPipeline", name: str | None, instant: datetime | None = None) -> "Period":
    """Return the period of a name, or the quarter that holds an instant; end the command when there is none."""
    import polars as pl

    from attain.periods import Period

    if name is not None:
        found = opened.calendar.parse(name)
        if found is None:
            stop(f"'{name}' is no period of the calendar; name one such as 2026-Q2 or 2026-04")
        return Period(name, found.starts_on, found.ends_before)
    assert opened.opportunities is not None
    moment = instant or opened.opportunities.today
    day = pl.Series([moment]).dt.convert_time_zone(opened.opportunities.time_zone).dt.date()[0]
    period = opened.calendar.containing("quarter", day)
    if period is None:
        stop(f"no quarter of the calendar holds {day}; name a period with --period")
    return period
