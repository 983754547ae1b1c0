"""Arguments and options that several commands share, and what is wrong use of them."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

WRONG_USE = 2
PROBLEMS = 1


class Shape(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


class TableShape(StrEnum):
    """How tables are printed."""

    TABLE = "table"
    JSON = "json"


Workspace = Annotated[
    Path, typer.Argument(metavar="WORKSPACE", help="The folder that holds attain.yaml.", show_default=False)
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Read only facts dated on or before this day."),
]


def stop(message: str) -> NoReturn:
    """End a command because it was used in a wrong way."""
    typer.echo(f"attain: {message}", err=True)
    raise typer.Exit(WRONG_USE)


def folder_of(workspace: Path) -> Path:
    """Return a workspace's folder, or end the command when there is none."""
    if not workspace.exists():
        stop(f"there is no folder '{workspace}'")
    if not workspace.is_dir():
        stop(f"'{workspace}' is a file; name the folder that holds attain.yaml")
    return workspace


def day_of(as_of: datetime | None) -> date | None:
    """Return the day of ``--as-of``."""
    return as_of.date() if as_of else None
