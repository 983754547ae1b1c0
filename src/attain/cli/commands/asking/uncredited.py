"""attain uncredited: the rows of sources that pay nobody, and why."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import AsOf, Workspace, folder_of, stop

if TYPE_CHECKING:
    from collections.abc import Collection

    from attain.runs import Opened


class ListShape(StrEnum):
    """How a list is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


Source = Annotated[
    list[str], typer.Option("--source", help="Only rows of this source; repeat for several.", show_default=False)
]
Why = Annotated[
    list[str],
    typer.Option("--reason", help="Only this reason, such as not_on_a_plan; repeat for several.", show_default=False),
]
PeriodName = Annotated[
    str | None, typer.Option("--period", help="Only rows dated in this period, such as 2026-03.", show_default=False)
]
First = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Only rows dated on or after this day.")
]
Until = Annotated[
    datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help="Only rows dated before this day.")
]
All = Annotated[bool, typer.Option("--all", help="List also the rows that a condition leaves out.")]
Format = Annotated[ListShape, typer.Option("--format", help="Print text for people, JSON, or the rows as CSV.")]


def uncredited(
    workspace: Workspace,
    source: Source = [],  # noqa: B006 -- typer copies it
    reason: Why = [],  # noqa: B006 -- typer copies it
    period: PeriodName = None,
    starts_on: First = None,
    before: Until = None,
    as_of: AsOf = None,
    is_all: All = False,
    shape: Format = ListShape.TEXT,
) -> None:
    """List the deals that pay nobody, with what stopped each, and what they come to.

    Of several rules and plans the one that got furthest is told: not on a plan that day, without a recipient, without a
    date, outside every plan. What a condition leaves out is meant: it is counted, and listed with --all.
    """
    from attain.cli.commands.arguments import Shape
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import say, step
    from attain.questions.uncredited import uncredited as found_in
    from attain.questions.uncredited.report import to_csv, to_json, to_text

    said = Shape.JSON if shape is ListShape.JSON else Shape.TEXT
    opened, checked = usable(folder_of(workspace), as_of=as_of, shape=said)
    assert checked.results is not None
    with step("following rows that credit nobody") as following:
        every = found_in(opened, checked.results)
        following.found = f"{every.stopped.height:,} of {sum(one.row_count for one in every.covered):,} rows"
    days = _days(opened, period, starts_on, before)
    _known(source, [one.source for one in every.covered], "source")
    found = every.only(sources=source, reasons=_reasons(reason), days=days)
    is_all = is_all or bool(reason)
    if shape is ListShape.JSON:
        say(json.dumps(to_json(found, is_all=is_all), indent=2, ensure_ascii=False))
    elif shape is ListShape.CSV:
        typer.echo(to_csv(found, is_all=is_all), nl=False)
    else:
        say(to_text(found, is_all=is_all))


def _reasons(given: list[str]) -> list[str]:
    from attain.questions.uncredited import REASONS

    found = [name.replace("-", "_") for name in given]
    _known(found, REASONS, "reason")
    return found


def _known(given: "Collection[str]", known: "Collection[str]", what: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        stop(f"there is no {what} '{unknown[0]}'; name one of {', '.join(known)}")


def _days(
    opened: "Opened", period: str | None, starts_on: datetime | None, before: datetime | None
) -> tuple[date | None, date | None]:
    """Return the days that are asked about: a period's, or from the first to before the last."""
    if period is None:
        return starts_on.date() if starts_on else None, before.date() if before else None
    if starts_on or before:
        stop("name a period, or days with --from and --before")
    assert opened.facts is not None
    found = opened.facts.calendar.parse(period)
    if found is None:
        stop(f"'{period}' is no period of this calendar; write one such as 2026-03 or 2026-Q1")
    return found.starts_on, found.ends_before
