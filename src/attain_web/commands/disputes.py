"""attain dispute: what a payee disagrees with, its thread, and how it ended."""

from typing import TYPE_CHECKING, Annotated

import typer

from attain_web.commands.acting import As, Json, Period, Reason, Workspace, say, store_of, user_of
from attain_web.commands.agreeing.claims import attach, evidence, match, what_if

if TYPE_CHECKING:
    from attain_web.store.models import Dispute

dispute = typer.Typer(name="dispute", help="What a payee disagrees with, and how it ended.", no_args_is_help=True)
for _claim in (attach, evidence, match, what_if):
    dispute.command(name=_claim.__name__.replace("_", "-"))(_claim)
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Whose pay; your own.", show_default=False)]
DisputeId = Annotated[str, typer.Argument(metavar="DISPUTE", help="Such as D-3.", show_default=False)]
About = Annotated[str, typer.Option("--about", help="line, deal, target or missing.")]
Which = Annotated[str, typer.Option("--id", help="Which one, such as the deal's id.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="What you want to say.", show_default=False)]


@dispute.command(name="raise")
def raise_(
    workspace: Workspace,
    period: Period,
    payee: Payee,
    reason: Reason = "",
    about: About = "missing",
    which: Which = "",
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong with one's pay of a period."""
    with store_of(workspace):
        from attain_web.actions.closing.disputing import raise_dispute

        user = user_of(acting)
        made = raise_dispute(period, payee, reason, acting_user=user, about=about, about_id=which)
        say(_said(made, "raised"), [_line(made, "raised")], is_json=as_json)


@dispute.command(name="say")
def say_(workspace: Workspace, dispute_id: DisputeId, text: Text, acting: As = None) -> None:
    """Write into the thread."""
    with store_of(workspace):
        from attain_web.actions.closing.disputing import say_in_dispute

        typer.echo(f"{dispute_id} is {say_in_dispute(dispute_id, text, acting_user=user_of(acting)).state}")


@dispute.command()
def accept(workspace: Workspace, dispute_id: DisputeId, reason: Reason = "", acting: As = None) -> None:
    """Accept a dispute; correct the facts or adjust, then calculate again."""
    _end(workspace, dispute_id, "accept", acting, reason)


@dispute.command()
def reject(workspace: Workspace, dispute_id: DisputeId, reason: Reason = "", acting: As = None) -> None:
    """Reject a dispute."""
    _end(workspace, dispute_id, "reject", acting, reason)


@dispute.command()
def withdraw(workspace: Workspace, dispute_id: DisputeId, reason: Reason = "", acting: As = None) -> None:
    """Withdraw one's own dispute."""
    _end(workspace, dispute_id, "withdraw", acting, reason)


@dispute.command()
def show(workspace: Workspace, dispute_id: DisputeId, acting: As = None, as_json: Json = False) -> None:
    """Show a dispute and its thread."""
    with store_of(workspace):
        from attain_web.actions.access import visible_payees
        from attain_web.actions.acting import Refused
        from attain_web.actions.closing.disputing import dispute_of, dispute_thing, thread_of

        found, user = dispute_of(dispute_id), user_of(acting)
        if not visible_payees(user, [found.payee_id], found.period_id):
            raise Refused(f"{dispute_id} is not for {user} to see", "ask its payee")
        thread = thread_of(dispute_id)
        state = dispute_thing(dispute_id).state
        lines = [_line(found, state), *(f"  {m.at[:16]}  {m.acting_user}  {m.action}: {m.text}" for m in thread)]
        say(_said(found, state) | {"thread": [vars(m) for m in thread]}, lines, is_json=as_json)


@dispute.command(name="list")
def list_(workspace: Workspace, acting: As = None, as_json: Json = False) -> None:
    """List the disputes that you may see."""
    with store_of(workspace):
        from attain_web.actions.access import seen_of
        from attain_web.actions.acting import ENGINE
        from attain_web.actions.closing.disputing import dispute_thing
        from attain_web.store.models import Dispute

        found = list(Dispute.objects.using(ENGINE).order_by("at"))
        seen = seen_of(user_of(acting), ((one.payee_id, one.period_id) for one in found))
        mine = [(o, dispute_thing(o.dispute_id).state) for o in found if (o.payee_id, o.period_id) in seen]
        lines = [_line(one, state) for one, state in mine]
        say([_said(one, state) for one, state in mine], lines or ["there is no dispute"], is_json=as_json)


def _end(workspace: Workspace, dispute_id: str, action: str, acting: str | None, reason: str) -> None:
    with store_of(workspace):
        from attain_web.actions.closing.disputing import end_dispute

        step = end_dispute(dispute_id, action, acting_user=user_of(acting), reason=reason)
        typer.echo(f"{dispute_id} is {step.state}")


def _said(made: "Dispute", state: str) -> dict[str, object]:
    return {
        "dispute": made.dispute_id,
        "payee": made.payee_id,
        "period": made.period_id,
        "about": made.about,
        "about_id": made.about_id,
        "state": state,
    }


def _line(made: "Dispute", state: str) -> str:
    about = f"{made.about} {made.about_id}".strip()
    return f"{made.dispute_id} of {made.payee_id} in {made.period_id}, about {about}: {state}"
