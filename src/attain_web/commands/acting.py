"""What the commands have in common: the store made ready, who acts, and refusals that say what to do."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from attain.cli.commands.arguments import PROBLEMS, folder_of, stop

Workspace = Annotated[
    Path, typer.Argument(metavar="WORKSPACE", help="The folder that holds attain.yaml.", show_default=False)
]
Period = Annotated[str, typer.Argument(metavar="PERIOD", help="A pay period, such as 2026-01.", show_default=False)]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", help="Act as this user; only on the embedded store.", show_default="you"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Note = Annotated[str, typer.Option("--note", help="Why; kept with the step.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; needed.")]


def user_of(name: str | None) -> str:
    """Return who acts: whoever is named, or the account of the operating system.

    On a database of yours nobody can merely say who they are: there a token of ``ATTAIN_TOKEN`` says it.
    """
    from attain_web.actions.acting import system_user
    from attain_web.actions.entering.tokens import user_of_token

    if not os.environ.get("DATABASE_URL"):
        return name or system_user()

    found = user_of_token(os.environ.get("ATTAIN_TOKEN", ""))
    if found is None:
        stop("with DATABASE_URL a token in ATTAIN_TOKEN says who acts; make one with 'attain token'")
    if name is not None and name != found:
        stop(f"the token is {found}'s; --as asserts somebody else only on the embedded store")
    return found


@contextmanager
def store_of(workspace: Path) -> Iterator[Path]:
    """Make the store of a workspace ready; what is refused inside ends the command with its reason."""
    from attain_web.setup import ready
    from attain_web.store.embedded import NotReady

    folder = folder_of(workspace).resolve()
    try:
        ready(folder)
    except (NotReady, ValueError) as error:
        stop(str(error))
    from attain_web.actions.acting import Refused  # tables are read once there is a store

    try:
        yield folder
    except Refused as refused:
        typer.echo(f"attain: {refused.what}", err=True)
        typer.echo(f"  fix: {refused.fix}", err=True)
        raise typer.Exit(PROBLEMS) from None


def say(said: Any, lines: Sequence[str], *, is_json: bool) -> None:
    """Print the same thing for programs or for people."""
    if is_json:
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False, default=str))
    else:
        for line in lines:
            typer.echo(line)
