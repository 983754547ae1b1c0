"""attain diff: two workspaces, two plan versions or two days of knowledge compared, cause by cause."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, Shape, day_of, folder_of, stop

if TYPE_CHECKING:
    import polars as pl

    from attain.runs import Opened

Before = Annotated[Path, typer.Argument(metavar="BEFORE", help="The workspace as it was.", show_default=False)]
After = Annotated[Path | None, typer.Argument(metavar="[AFTER]", help="The workspace as it is; BEFORE by default.")]
NewPlan = Annotated[
    list[Path],
    typer.Option("--plan", help="A plan that replaces the one of its name after.", show_default=False),
]
Recorded = Annotated[
    Path | None,
    typer.Option("--recorded", help="The folder with the tables calculated of BEFORE then.", show_default=False),
]
BeforeAsOf = Annotated[
    datetime | None,
    typer.Option("--before-as-of", formats=["%Y-%m-%d"], help="Read only facts of BEFORE up to this day."),
]
Payee = Annotated[str | None, typer.Option("--payee", help="Show the lines of this payee, too.", show_default=False)]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def diff(
    before: Before,
    after: After = None,
    plan: NewPlan = [],  # noqa: B006 -- typer copies it
    recorded: Recorded = None,
    before_as_of: BeforeAsOf = None,
    as_of: AsOf = None,
    payee: Payee = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Say who gains and who loses from one state to another, by how much and why.

    The difference is split to the cent by cause: engine, exchange rate, roster, target, plan, order, data, adjustment.
    """
    from attain.cli.printing import say, step
    from attain.questions.diff import State, difference
    from attain.questions.diff.report import to_json, to_text

    with step("reading both sides"):
        was = _opened(before, day_of(before_as_of or as_of))
        now = _with_plans(_opened(after or before, day_of(as_of)), plan)
    with step("comparing") as comparing:
        found = difference(State(was, recorded=_tables_of(recorded)), State(now))
        comparing.found = f"{found.parts.height:,} parts"
    say(json.dumps(to_json(found), indent=2, ensure_ascii=False) if shape is Shape.JSON else to_text(found, payee))
    if not found.is_usable:
        raise typer.Exit(PROBLEMS)


def _opened(folder: Path, as_of: date | None) -> "Opened":
    from attain.runs import open_workspace

    return open_workspace(folder_of(folder), as_of)


def _with_plans(opened: "Opened", files: list[Path]) -> "Opened":
    """Replace plans by those of other files, by their names; a new name is one plan more."""
    from attain.diagnostics import in_order
    from attain.plans import read_plan

    plans, found = list(opened.plans), list(opened.diagnostics)
    for file in files:
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            stop(f"'{file}' cannot be read: {error}")
        made, problems = read_plan(text, file.as_posix())
        found += problems
        if made is not None:
            plans = [one for one in plans if one.plan != made.plan] + [made]
    return replace(opened, plans=plans, diagnostics=in_order(found))


def _tables_of(folder: Path | None) -> "pl.DataFrame | None":
    """Read the earnings that were calculated then, as ``attain calculate --out`` wrote them."""
    if folder is None:
        return None
    import polars as pl

    from attain.questions.diff.states import KEYS

    file = folder / "earnings.parquet"
    try:
        return pl.read_parquet(file, columns=[*KEYS, "earning_amount"])
    except (OSError, pl.exceptions.PolarsError) as error:
        stop(f"'{file}' holds no earnings table: {str(error).splitlines()[0]}")
