"""attain role and attain token: who may do what, whose pay is whose, and what says who acts."""

import os
from typing import Annotated

import typer

from attain_web.commands.acting import As, Json, Workspace, say, store_of, user_of

role = typer.Typer(name="role", help="Who may do what, and whose pay is whose.", no_args_is_help=True)
User = Annotated[str, typer.Argument(metavar="USER", help="Whom.", show_default=False)]
RoleName = Annotated[
    str, typer.Argument(metavar="ROLE", help="payee, manager, admin, finance or leader.", show_default=False)
]
Days = Annotated[
    int | None, typer.Option("--days", min=1, help="For how many days it is good; without end by default.")
]
Reads = Annotated[bool, typer.Option("--only-reads", help="It changes nothing.")]
Ends = Annotated[str, typer.Option("--end", metavar="PREFIX", help="End the token whose hash begins like this.")]
Payee = Annotated[str, typer.Option("--payee", help="For the role payee: whose pay is theirs.")]


@role.command()
def grant(workspace: Workspace, user: User, name: RoleName, payee: Payee = "", acting: As = None) -> None:
    """Give a user a role. Until the first is given everybody has every role."""
    with store_of(workspace):
        from attain_web.actions.people import grant_role

        grant_role(user, name, acting_user=user_of(acting), payee_id=payee)
        typer.echo(f"{user} is {name}{f' {payee}' if payee else ''}")


@role.command()
def take(workspace: Workspace, user: User, name: RoleName, payee: Payee = "", acting: As = None) -> None:
    """Take a role away again."""
    with store_of(workspace):
        from attain_web.actions.people import take_role

        take_role(user, name, acting_user=user_of(acting), payee_id=payee)
        typer.echo(f"{user} is not {name}{f' {payee}' if payee else ''} any more")


@role.command(name="list")
def list_(workspace: Workspace, as_json: Json = False) -> None:
    """List who has which role, for a review of access."""
    with store_of(workspace):
        from attain_web.actions.people import granted

        rows = [{"user": g.user, "role": g.role, "payee": g.payee_id, "by": g.acting_user} for g in granted()]
        lines = [f"{r['user']}  {r['role']} {r['payee']}".rstrip() + f", given by {r['by']}" for r in rows]
        say(rows, lines or ["no role is given: everybody has every role"], is_json=as_json)


def token(
    workspace: Workspace,
    user: User,
    days: Days = None,
    only_reads: Reads = False,
    ends: Ends = "",
    acting: As = None,
) -> None:
    """Make a token that acts as a user, and print it this once. The first one of a store needs no other."""
    with store_of(workspace):
        from attain_web.actions.acting import system_user
        from attain_web.actions.entering.tokens import end_token, has_tokens, make_token

        if ends:
            typer.echo(f"a token of {end_token(ends, acting_user=user_of(acting))} has ended")
            return
        is_first = bool(os.environ.get("DATABASE_URL")) and not has_tokens()
        by = system_user() if is_first else user_of(acting)
        typer.echo(make_token(user, acting_user=by, days=days, only_reads=only_reads))
