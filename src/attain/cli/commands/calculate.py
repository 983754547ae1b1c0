"""attain calculate: earnings and payments of a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, Shape, TableShape, Workspace, day_of, folder_of, stop

if TYPE_CHECKING:
    from attain.questions.checking import Checked
    from attain.runs import Opened, Tables

Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write the tables into this folder, one Parquet file each.", show_default=False),
]
Format = Annotated[TableShape, typer.Option("--format", help="Print tables for people, or all rows as JSON.")]


def calculate(workspace: Workspace, out: Out = None, as_of: AsOf = None, shape: Format = TableShape.TABLE) -> None:
    """Calculate every plan of a workspace and print who is paid what.

    Plans are checked and their examples run first; with problems nothing is calculated and nothing is written.
    """
    from attain.cli.printing import say
    from attain.runs.writing import output_tables

    is_json = shape is TableShape.JSON
    said = Shape.JSON if is_json else Shape.TEXT
    opened, checked = usable(folder_of(workspace), as_of=as_of, shape=said, in_parts=True)
    assert checked.results is not None
    tables = output_tables(checked.results, opened.loaded)
    if is_json:
        say(_as_json(tables))
    else:
        _print(opened, checked, tables)
    if out is not None:
        written(opened, checked, out)


def usable(
    folder: Path, *, as_of: AsOf = None, shape: Shape = Shape.TEXT, in_parts: bool = False
) -> "tuple[Opened, Checked]":
    """Read, check and calculate a workspace, for its tables alone in parts; with problems, print them and end."""
    from attain.cli.printing import print_problems, say
    from attain.diagnostics import render_json

    opened, checked = calculated(folder, as_of=as_of, in_parts=in_parts)
    if checked.results is None or not checked.is_usable:
        if shape is Shape.JSON:
            say(render_json(checked.diagnostics))
        else:
            print_problems(checked.diagnostics)
        raise typer.Exit(PROBLEMS)
    return opened, checked


def calculated(folder: Path, *, as_of: AsOf = None, in_parts: bool = False) -> "tuple[Opened, Checked]":
    """Read, check and calculate a workspace, step by step."""
    from attain.cli.printing import count_of, step
    from attain.questions.checking import check_opened
    from attain.runs import open_workspace

    with step(f"reading {folder}") as reading:
        opened = open_workspace(folder, day_of(as_of))
        rows = sum(summary.rows_in for summary in opened.loaded.reconciliation)
        tables = count_of(len(opened.loaded.reconciliation), "table")
        reading.found = f"{count_of(rows, 'row')} in {tables}, {count_of(len(opened.plans), 'plan')}"
    with step("checking and calculating") as doing:
        checked = check_opened(opened, in_parts=in_parts)
        doing.found = count_of(len(checked.examples), "example")
        if checked.results is not None and checked.results.is_usable:
            doing.found += f", {count_of(checked.results.tables.row_count('earnings'), 'line')}"
    return opened, checked


def written(opened: "Opened", checked: "Checked", out: Path) -> list[Path]:
    """Write the tables and say where they are."""
    from attain.cli.printing import step
    from attain.runs.writing import write_tables

    assert checked.results is not None
    with step(f"writing {out}") as writing:
        try:
            files = write_tables(checked.results, opened.loaded, out)
        except OSError as error:
            stop(f"'{out}' cannot be written to: {error.strerror or error}")
        writing.found = ", ".join(file.name for file in files)
    return files


def _print(opened: "Opened", checked: "Checked", tables: "Tables") -> None:
    from attain.cli.printing import count_of, print_problems, say
    from attain.cli.summaries import print_payments, print_reconciliation, print_totals

    print_reconciliation(opened.loaded.reconciliation)
    say("")
    print_payments(tables["payments"], tables["periods"])
    say("")
    print_totals(tables["payments"])
    for title, source, row_count in reviews_of(tables):
        say(f"to review: {count_of(row_count, 'row')} of {source}: {title}")
    say(*_paying_nobody(opened, checked))
    if checked.diagnostics:
        say("")
        print_problems(checked.diagnostics)


def reviews_of(tables: "Tables") -> list[tuple[str, str, int]]:
    """Return each review with rows: its title, its source and how many rows it lists."""
    if "reviews" not in tables:
        return []
    counts = tables["reviews"].group_by("title", "source", maintain_order=True).len()
    return [(str(title), str(source), int(count)) for title, source, count in counts.iter_rows()]


def _paying_nobody(opened: "Opened", checked: "Checked") -> list[str]:
    """Say how many rows pay nobody, where no condition says so; of a very large workspace nothing, it takes a while."""
    from attain.questions.uncredited import is_quickly_known, uncredited
    from attain.questions.uncredited.report import summary_lines

    if checked.results is None or not is_quickly_known(checked.results):
        return []
    return list(summary_lines(uncredited(opened, checked.results), str(opened.folder)))


def _as_json(tables: "Tables") -> str:
    """Write all tables as one object of arrays of rows: money in minor units, dates as ISO texts."""
    parts = [f'"{name}": {frame.write_json()}' for name, frame in tables.items()]
    return "{" + ",\n".join(parts) + "}"
