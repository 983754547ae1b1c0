"""attain statements: a page per payee that opens without a server."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, Workspace, folder_of, stop

Out = Annotated[Path, typer.Option("--out", help="The folder to write the pages into.", show_default=False)]


def statements(workspace: Workspace, out: Out, as_of: AsOf = None) -> None:
    """Write a statement per payee and pay period, one HTML file each, with an index page."""
