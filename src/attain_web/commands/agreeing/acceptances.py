"""attain plan acceptances, ask, accept, decline: whether payees accepted their plan and target."""

from typing import TYPE_CHECKING, Annotated

import typer

from attain_web.commands.acting import As, Json, Reason, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.store.models import StepTaken

Plan = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's name.", show_default=False)]
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Whose; your own.", show_default=False)]
OnlyPlan = Annotated[str, typer.Option("--plan", metavar="PLAN", help="Only this plan.")]
OnlyPayees = Annotated[list[str] | None, typer.Option("--payee", metavar="PAYEE", help="Only this payee; repeatable.")]
Open = Annotated[bool, typer.Option("--open", help="Only those who have not accepted what holds now.")]


def acceptances(
    workspace: Workspace, plan: OnlyPlan = "", is_open: Open = False, acting: As = None, as_json: Json = False
) -> None:
    """List who is on which plan, and whether they accepted it and their target as both are now."""
    with store_of(workspace) as folder:
        from attain_web.actions.access import visible_during
        from attain_web.actions.agreeing.acceptances import acceptances as listed
        from attain_web.actions.people import on_day
        from attain_web.figures.workspace import workspace_now

        found = [one for one in listed(folder) if not plan or one.terms.plan == plan]
        today = on_day(workspace_now(folder).today)  # what holds now is for whoever leads them now
        seen = visible_during(user_of(acting), (one.terms.payee_id for one in found), today)
        found = [one for one in found if one.terms.payee_id in seen and not (is_open and one.is_accepted)]
        rows = [
            {
                "plan": one.terms.plan,
                "payee": one.terms.payee_id,
                "state": one.state,
                "plan_hash": one.terms.plan_hash,
                "targets_hash": one.terms.targets_hash,
                "targets": [dict(row) for row in one.terms.targets],
                "reason": one.reason,
            }
            for one in found
        ]
        words = {"new": "not asked", "asked": "asked, no answer yet"}
        lines = [
            f"{r['plan']} {r['payee']}: {words.get(str(r['state']), r['state'])}"
            + (f", because {r['reason']}" if r["reason"] else "")
            for r in rows
        ]
        say(rows, lines or ["nobody is left" if is_open else "nobody is on a plan"], is_json=as_json)


def ask(
    workspace: Workspace,
    plan: OnlyPlan = "",
    payees: OnlyPayees = None,
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Publish plans and targets to the payees who are on them, for them to accept."""
    with store_of(workspace) as folder:
        from attain.cli.printing import count_of
        from attain_web.actions.agreeing.acceptances import ask_acceptances

        made = ask_acceptances(folder, acting_user=user_of(acting), plan=plan, payees=frozenset(payees or ()))
        say([step.thing_id for step in made], [f"{count_of(len(made), 'acceptance')} asked for"], is_json=as_json)


def accept(workspace: Workspace, plan: Plan, payee: Payee, acting: As = None, as_json: Json = False) -> None:
    """Accept your plan and target as they are now."""
    with store_of(workspace) as folder:
        from attain_web.actions.agreeing.acceptances import accept_terms

        _say(accept_terms(folder, plan, payee, acting_user=user_of(acting)), is_json=as_json)


def decline(
    workspace: Workspace, plan: Plan, payee: Payee, reason: Reason = "", acting: As = None, as_json: Json = False
) -> None:
    """Decline your plan or target, and say why."""
    with store_of(workspace) as folder:
        from attain_web.actions.agreeing.acceptances import decline_terms

        step = decline_terms(folder, plan, payee, acting_user=user_of(acting), reason=reason)
        _say(step, is_json=as_json)


def _say(step: "StepTaken", *, is_json: bool) -> None:
    said = {"acceptance": step.thing_id, "state": step.state, **step.details}
    say(said, [f"{step.thing_id} is {step.state}"], is_json=is_json)
