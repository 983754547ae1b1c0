"""attain adjust: adjustments, holds and releases by hand, drafted by one and approved by another."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Json, Period, Reason, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.store.models import Decision

adjust = typer.Typer(
    name="adjust", help="Adjustments, holds and releases by hand; another approves.", no_args_is_help=True
)
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Whose pay.", show_default=False)]
Money = Annotated[str, typer.Argument(metavar="AMOUNT", help="Such as 250.00; -250.00 takes away.", show_default=False)]
Currency = Annotated[str | None, typer.Option("--currency", help="Of the amount.", show_default="the payee's")]
Expires = Annotated[
    datetime | None, typer.Option("--expires", formats=["%Y-%m-%d"], help="The last day on which it may be posted.")
]
Kind = Annotated[str, typer.Option("--kind", help="adjustment, hold or release.")]
DisputeId = Annotated[str, typer.Option("--dispute", metavar="DISPUTE", help="The dispute that it settles.")]
DecisionId = Annotated[str, typer.Argument(metavar="DECISION", help="Such as ADJ-7.", show_default=False)]
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV: kind,payee,period,amount,currency,reason,expires.")]
NEGATIVE = {"ignore_unknown_options": True}  # so that -250.00 is an amount and no option


@adjust.command(context_settings=NEGATIVE)
def add(
    workspace: Workspace,
    period: Period,
    payee: Payee,
    worth: Money,
    kind: Kind = "adjustment",
    reason: Reason = "",
    currency: Currency = None,
    expires: Expires = None,
    dispute: DisputeId = "",
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Draft an adjustment, a hold of what is earned, or a release of what was held."""
    with store_of(workspace):
        from attain_web.actions.closing.deciding import Draft, currency_of, draft_decisions
        from attain_web.actions.typed import minor_of

        code = currency or currency_of(payee)
        minor = minor_of(worth, code)
        if minor is None:
            stop(f"'{worth}' is no amount in {code}; write it like 1234.56")
        draft = Draft(kind, payee, period, code, minor, reason, expires.date() if expires else None, dispute)
        (made,) = draft_decisions([draft], acting_user=user_of(acting))
        say(_said(made, "drafted"), [_line(made, "drafted")], is_json=as_json)


@adjust.command()
def load(workspace: Workspace, file: File, acting: As = None, as_json: Json = False) -> None:
    """Draft every decision of a file, or none when one of them cannot be."""
    if not file.is_file():
        stop(f"there is no file '{file}'")
    with store_of(workspace):
        from attain_web.actions.closing.deciding import draft_decisions
        from attain_web.actions.closing.files.decision_lists import read_decisions

        made = draft_decisions(read_decisions(file), acting_user=user_of(acting))
        say([_said(one, "drafted") for one in made], [_line(one, "drafted") for one in made], is_json=as_json)


@adjust.command()
def approve(workspace: Workspace, decision: DecisionId, acting: As = None) -> None:
    """Approve a decision; neither whoever drafted it nor whom it pays may."""
    with store_of(workspace):
        from attain_web.actions.closing.deciding import approve_decision

        typer.echo(f"{decision} is {approve_decision(decision, acting_user=user_of(acting)).state}")


@adjust.command()
def reject(workspace: Workspace, decision: DecisionId, reason: Reason = "", acting: As = None) -> None:
    """Reject a draft."""
    with store_of(workspace):
        from attain_web.actions.closing.deciding import reject_decision

        step = reject_decision(decision, acting_user=user_of(acting), reason=reason)
        typer.echo(f"{decision} is {step.state}")


@adjust.command()
def revoke(workspace: Workspace, decision: DecisionId, reason: Reason = "", acting: As = None) -> None:
    """Revoke an approved decision; what it posted is taken back with the next posting."""
    with store_of(workspace):
        from attain_web.actions.closing.deciding import revoke_decision

        step = revoke_decision(decision, acting_user=user_of(acting), reason=reason)
        typer.echo(f"{decision} is {step.state}")


@adjust.command(name="list")
def list_(workspace: Workspace, acting: As = None, as_json: Json = False) -> None:
    """List decisions, where each of them is, and whether what was earned under it has moved since."""
    with store_of(workspace):
        from attain_web.actions.access import seen_of
        from attain_web.actions.closing.deciding import listed_decisions

        found = listed_decisions()
        seen = seen_of(user_of(acting), ((one.decision.payee_id, one.decision.period_id) for one in found))
        found = [one for one in found if (one.decision.payee_id, one.decision.period_id) in seen]
        rows = [_said(one.decision, one.state) | {"reason": one.reason, "has_moved": one.has_moved} for one in found]
        moved = "; what was earned has moved since"
        lines = [_line(o.decision, o.state) + f": {o.reason}" + (moved if o.has_moved else "") for o in found]
        say(rows, lines or ["there is no decision"], is_json=as_json)


def _said(made: "Decision", state: str) -> dict[str, object]:
    return {
        "decision": made.decision_id,
        "kind": made.kind,
        "payee": made.payee_id,
        "period": made.period_id,
        "currency": made.currency,
        "decided_amount": made.decided_amount,
        "state": state,
    }


def _line(made: "Decision", state: str) -> str:
    from attain.cli.printing import money
    from attain.money import minor_digits

    worth = money(made.decided_amount, minor_digits(made.currency))
    return f"{made.decision_id} {made.kind} of {worth} {made.currency} for {made.payee_id} in {made.period_id}, {state}"
