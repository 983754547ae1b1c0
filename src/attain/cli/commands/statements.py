"""attain statements: a page per payee that opens without a server, or the same on paper and in spreadsheets."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import AsOf, Workspace, folder_of, stop

if TYPE_CHECKING:
    from attain.questions.checking import Checked
    from attain.reports import Wanted
    from attain.runs import Opened


class FileShape(StrEnum):
    """What a statement is written as."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


Out = Annotated[Path, typer.Option("--out", help="The folder to write the statements into.", show_default=False)]
As = Annotated[
    list[FileShape], typer.Option("--as", help="What to write: pages, PDF, workbooks, lines as CSV; may be repeated.")
]
Payees = Annotated[list[str], typer.Option("--payee", help="Whose; everybody's by default.", show_default=False)]
Periods = Annotated[
    list[str],
    typer.Option("--period", help="Of which pay period, such as 2026-03; all by default.", show_default=False),
]


def statements(
    workspace: Workspace,
    out: Out,
    shapes: As = [FileShape.HTML],  # noqa: B006 -- typer copies it
    payee: Payees = [],  # noqa: B006 -- typer copies it
    period: Periods = [],  # noqa: B006 -- typer copies it
    as_of: AsOf = None,
) -> None:
    """Write a statement per payee and pay period: HTML pages with an index to start from, PDF, XLSX or CSV.

    They say what was earned and paid, every line of it, the year to date and the plan choices in force.
    """
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import say
    from attain.questions.explain import NothingToExplain, check_asked
    from attain.reports import Form, Wanted

    opened, checked = usable(folder_of(workspace), as_of=as_of)
    assert checked.results is not None
    assert opened.facts is not None
    try:
        check_asked(checked.results, opened.facts.roster.codes, payee, period)
    except NothingToExplain as error:
        stop(str(error))
    forms = tuple(dict.fromkeys(Form(shape.value) for shape in shapes))
    wanted = Wanted(forms, frozenset(payee) if payee else None, frozenset(period) if period else None)
    first = write_pages(opened, checked, out, wanted)
    say(f"open {first}" if Form.HTML in forms else f"written to {out}")


def write_pages(opened: "Opened", checked: "Checked", out: Path, wanted: "Wanted | None" = None) -> Path:
    """Write the statements and return the page to start from."""
    from attain.cli.printing import count_of, step
    from attain.reports import write_statements

    assert checked.results is not None
    with step(f"writing statements to {out}") as writing:
        try:
            pages = write_statements(opened, checked.results, out, wanted, progress=writing.progress)
        except OSError as error:
            stop(f"'{out}' cannot be written to: {error.strerror or error}")
        writing.found = count_of(len(pages), "page" if wanted is None else "file")
    return out / "index.html"
