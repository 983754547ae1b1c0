"""attain statements: a page per payee that opens without a server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import AsOf, Workspace, folder_of, stop

if TYPE_CHECKING:
    from attain.questions.checking import Checked
    from attain.runs import Opened

Out = Annotated[Path, typer.Option("--out", help="The folder to write the pages into.", show_default=False)]


def statements(workspace: Workspace, out: Out, as_of: AsOf = None) -> None:
    """Write a statement per payee and pay period, one HTML file each, and an index page to start from."""
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import say

    opened, checked = usable(folder_of(workspace), as_of=as_of)
    say(f"open {write_pages(opened, checked, out)}")


def write_pages(opened: "Opened", checked: "Checked", out: Path) -> Path:
    """Write the statements and return the page to start from."""
    from attain.cli.printing import count_of, step
    from attain.reports import write_statements

    assert checked.results is not None
    with step(f"writing statements to {out}") as writing:
        try:
            pages = write_statements(opened, checked.results, out, progress=writing.progress)
        except OSError as error:
            stop(f"'{out}' cannot be written to: {error.strerror or error}")
        writing.found = count_of(len(pages), "page")
    return out / "index.html"
