"""attain account: who may sign in to the web application."""

import getpass
import os
import sys
from typing import Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Workspace, store_of, user_of

User = Annotated[str, typer.Argument(metavar="USERNAME", help="The user of roles and the audit.", show_default=False)]
Name = Annotated[str, typer.Option("--name", help="As others read it.")]
Mail = Annotated[str, typer.Option("--mail", help="Where letters to them go; until they come in for the first time.")]
TakesFactors = Annotated[
    bool, typer.Option("--take-factors", help="Take lost second factors away; on the embedded store, and it is told.")
]
HasLink = Annotated[bool, typer.Option("--link", help="Have them choose their password by a link.")]


def account(
    workspace: Workspace,
    username: User,
    name: Name = "",
    mail: Mail = "",
    has_link: HasLink = False,
    takes_factors: TakesFactors = False,
    acting: As = None,
) -> None:
    """Make an account, or give one another password; the password is asked for, or read from a pipe.

    With --link its owner chooses it. On a database of yours others than oneself always do.
    """
    with store_of(workspace):
        from attain_web.actions.entering.factors import take_factors
        from attain_web.actions.entering.links import send_link
        from attain_web.actions.entering.signing_in import give_password, make_account

        user = user_of(acting)
        if takes_factors:
            take_factors(username, acting_user=user)
            typer.echo(f"{username} has no second factor any more")
            return
        if has_link or (os.environ.get("DATABASE_URL") and user != username):
            make_account(username, acting_user=user, name=name, mail=mail)
            handed = send_link(username, acting_user=user)
            said = f"{username} chooses a password at {handed.path}, below the address of the server"
            if handed.is_sent:
                said = f"{username} is sent a link"
            elif handed.code:
                said = f"another admin has to agree to link {handed.link_no}; tell {username} this code: {handed.code}"
            typer.echo(said)
            return
        if mail:
            make_account(username, acting_user=user, name=name, mail=mail)
        give_password(username, _asked(), acting_user=user, name=name)
        typer.echo(f"{username} may sign in")


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        stop("the two are not the same")
    return password
