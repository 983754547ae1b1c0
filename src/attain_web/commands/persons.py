"""attain person: what is held of a person, given out and erased."""

import json
from pathlib import Path
from typing import Annotated

import typer

from attain_web.commands.acting import As, Workspace, store_of, user_of

person = typer.Typer(name="person", help="What is held of a person: export and erase it.", no_args_is_help=True)
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Whom, by the payee's id.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", help="The file to write, as JSON.", show_default=False)]


@person.command()
def export(workspace: Workspace, payee: Payee, out: Out, acting: As = None) -> None:
    """Write everything that is held of a person."""
    with store_of(workspace):
        from attain_web.actions.closing.files.whole import write_whole
        from attain_web.actions.persons import held_of

        said = held_of(payee, acting_user=user_of(acting))
        write_whole(out, json.dumps(said, indent=1, ensure_ascii=False, default=str).encode())
        typer.echo(f"written to {out}")


@person.command()
def erase(workspace: Workspace, payee: Payee, acting: As = None) -> None:
    """Erase what names a person, and what was written about them; ledger and audit stay whole."""
    with store_of(workspace):
        from attain_web.actions.persons import erase_person

        count = erase_person(payee, acting_user=user_of(acting))
        typer.echo(f"{count} texts about {payee} are erased; the files of the workspace are yours to clean")
