"""attain account: who may sign in to the web application."""

import getpass
import sys
from typing import Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Workspace, store_of, user_of

User = Annotated[str, typer.Argument(metavar="USERNAME", help="The user of roles and the audit.", show_default=False)]
Name = Annotated[str, typer.Option("--name", help="As others read it.")]


def account(workspace: Workspace, username: User, name: Name = "", acting: As = None) -> None:
    """Make an account, or give one another password; the password is asked for, or read from a pipe."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Once more: "):
            stop("the two are not the same")
    else:
        password = sys.stdin.readline().rstrip("\n")
    with store_of(workspace):
        from attain_web.actions.entering.signing_in import make_account

        make_account(username, acting_user=user_of(acting), name=name, password=password)
        typer.echo(f"{username} may sign in")
