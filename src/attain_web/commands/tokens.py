"""attain token: what says who acts, on a database of yours."""

import os
from typing import Annotated

import typer

from attain_web.commands.acting import As, Workspace, store_of, user_of

User = Annotated[str, typer.Argument(metavar="USER", help="As whom the token acts.", show_default=False)]


def token(workspace: Workspace, user: User, acting: As = None) -> None:
    """Make a token that acts as a user, and print it this once. The first one of a store needs no other."""
    with store_of(workspace):
        from attain_web.actions.acting import system_user
        from attain_web.actions.tokens import has_tokens, make_token

        is_first = bool(os.environ.get("DATABASE_URL")) and not has_tokens()
        typer.echo(make_token(user, acting_user=system_user() if is_first else user_of(acting)))
