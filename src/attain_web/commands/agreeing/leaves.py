"""attain leave: who is away, and what follows for their target and pay."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Json, Period, Reason, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.store.models import Leave, StepTaken

leave = typer.Typer(name="leave", help="Who is away, and what follows for target and pay.", no_args_is_help=True)
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Who is away.", show_default=False)]
LeaveId = Annotated[str, typer.Argument(metavar="LEAVE", help="Such as LV-2.", show_default=False)]
_DAY = ["%Y-%m-%d"]
From = Annotated[datetime, typer.Option("--from", formats=_DAY, help="The first day.", show_default=False)]
Before = Annotated[datetime, typer.Option("--before", formats=_DAY, help="The day they are back.", show_default=False)]
Policy = Annotated[str, typer.Option("--policy", help="prorate_target, keep_target or guarantee.")]
Guaranteed = Annotated[str, typer.Option("--amount", help="What is paid at least in each pay period; a guarantee.")]
Currency = Annotated[str, typer.Option("--currency", help="Of the amount.")]


@leave.command()
def record(
    workspace: Workspace,
    payee: Payee,
    starts: From,
    before: Before,
    policy: Policy = "prorate_target",
    guaranteed: Guaranteed = "",
    currency: Currency = "",
    reason: Reason = "",
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Record that somebody is away; another approves it."""
    with store_of(workspace):
        from attain_web.actions.agreeing.leaves import Absence, record_leave
        from attain_web.actions.typed import minor_of

        minor = minor_of(guaranteed, currency) if guaranteed else 0
        if minor is None:
            stop(f"'{guaranteed}' is no amount in '{currency}'; write it like 1234.56, and name its --currency")
        absence = Absence(payee, starts.date(), before.date(), policy, reason, currency, minor)
        made = record_leave(absence, acting_user=user_of(acting))
        say(_said(made, "recorded"), [_line(made, "recorded")], is_json=as_json)


@leave.command()
def approve(workspace: Workspace, leave_id: LeaveId, acting: As = None, as_json: Json = False) -> None:
    """Approve a leave that another recorded."""
    with store_of(workspace) as folder:
        from attain_web.actions.agreeing.leaves import approve_leave

        _say(approve_leave(folder, leave_id, acting_user=user_of(acting)), is_json=as_json)


@leave.command()
def reject(
    workspace: Workspace, leave_id: LeaveId, reason: Reason = "", acting: As = None, as_json: Json = False
) -> None:
    """Reject a leave that was recorded."""
    with store_of(workspace):
        from attain_web.actions.agreeing.leaves import reject_leave

        _say(reject_leave(leave_id, acting_user=user_of(acting), reason=reason), is_json=as_json)


@leave.command()
def revoke(
    workspace: Workspace, leave_id: LeaveId, reason: Reason = "", acting: As = None, as_json: Json = False
) -> None:
    """Revoke an approved leave; the target is what it was."""
    with store_of(workspace):
        from attain_web.actions.agreeing.leaves import revoke_leave

        _say(revoke_leave(leave_id, acting_user=user_of(acting), reason=reason), is_json=as_json)


@leave.command(name="top-up")
def top_up(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """Draft what is missing to the guarantees of a calculated period, as adjustments that another approves."""
    with store_of(workspace):
        from attain_web.actions.agreeing.guarantees import draft_top_ups

        made = draft_top_ups(period, acting_user=user_of(acting))
        rows = [{"decision": d.decision_id, "payee": d.payee_id, "decided_amount": d.decided_amount} for d in made]
        lines = [f"{d.decision_id} tops up {d.payee_id} in {period}, drafted" for d in made]
        say(rows, lines or ["nothing is missing"], is_json=as_json)


@leave.command(name="list")
def list_(workspace: Workspace, acting: As = None, as_json: Json = False) -> None:
    """List who is away, and whether that was approved."""
    with store_of(workspace):
        from attain_web.actions.access import seen_on
        from attain_web.actions.agreeing.leaves import listed_leaves
        from attain_web.actions.people import Days

        found = [(one, state, Days(one.starts_on, one.ends_before)) for one, state in listed_leaves()]
        seen = seen_on(user_of(acting), ((one.payee_id, days) for one, _, days in found))
        mine = [(one, state) for one, state, days in found if (one.payee_id, days) in seen]
        lines = [_line(*one) for one in mine]
        say([_said(*one) for one in mine], lines or ["nobody is away"], is_json=as_json)


def _say(step: "StepTaken", *, is_json: bool) -> None:
    say({"leave": step.thing_id, "state": step.state}, [f"{step.thing_id} is {step.state}"], is_json=is_json)


def _said(one: "Leave", state: str) -> dict[str, object]:
    return {
        "leave": one.leave_id,
        "payee": one.payee_id,
        "from": str(one.starts_on),
        "before": str(one.ends_before),
        "policy": one.policy,
        "currency": one.currency,
        "guaranteed_amount": one.guaranteed_amount,
        "state": state,
    }


def _line(one: "Leave", state: str) -> str:
    days = f"from {one.starts_on} before {one.ends_before}"
    return f"{one.leave_id} {one.payee_id} is away {days}, {one.policy.replace('_', ' ')}: {state}"
