"""attain delegate: who acts in one's stead while one is away."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from attain_web.commands.acting import As, Json, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.store.models import Delegation

delegate = typer.Typer(name="delegate", help="Who acts in your stead while you are away.", no_args_is_help=True)
User = Annotated[str, typer.Argument(metavar="USER", help="Who acts in your stead.", show_default=False)]
Which = Annotated[str, typer.Argument(metavar="DELEGATION", help="Such as DEL-2.", show_default=False)]
_DAY = ["%Y-%m-%d"]
From = Annotated[datetime, typer.Option("--from", formats=_DAY, help="The first day.", show_default=False)]
Until = Annotated[datetime, typer.Option("--until", formats=_DAY, help="The last day.", show_default=False)]


@delegate.command()
def name(workspace: Workspace, user: User, starts: From, ends: Until, acting: As = None, as_json: Json = False) -> None:
    """Name who acts in your stead; every step they take says so, and none is about themselves."""
    with store_of(workspace):
        from attain_web.actions.delegating import name_delegate

        made = name_delegate(user, starts.date(), ends.date(), acting_user=user_of(acting))
        say(_said(made), [_line(made)], is_json=as_json)


@delegate.command()
def end(workspace: Workspace, delegation: Which, acting: As = None, as_json: Json = False) -> None:
    """End a delegation before its last day."""
    with store_of(workspace):
        from attain_web.actions.delegating import end_delegation

        ended = end_delegation(delegation, acting_user=user_of(acting))
        say(_said(ended) | {"is_ended": True}, [f"{ended.delegation_id} has ended"], is_json=as_json)


@delegate.command(name="list")
def list_(workspace: Workspace, as_json: Json = False) -> None:
    """List the delegations that nobody ended."""
    with store_of(workspace):
        from attain_web.actions.delegating import named_delegates

        found = named_delegates()
        say([_said(one) for one in found], [_line(one) for one in found] or ["nobody is away"], is_json=as_json)


def _said(one: "Delegation") -> dict[str, object]:
    return {
        "delegation": one.delegation_id,
        "absent_user": one.absent_user,
        "delegate": one.delegate,
        "from": str(one.starts_on),
        "until": str(one.ends_on),
    }


def _line(one: "Delegation") -> str:
    days = f"from {one.starts_on} until {one.ends_on}"
    return f"{one.delegation_id} {one.delegate} stands in for {one.absent_user} {days}"
