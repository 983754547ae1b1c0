"""attain plan: the life of a plan's text, and whether payees accepted it."""

from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS
from attain_web.commands.acting import As, Json, Note, Reason, Workspace, say, store_of, user_of
from attain_web.commands.agreeing.acceptances import accept, acceptances, ask, decline

plans = typer.Typer(name="plan", no_args_is_help=True)
for _agreed in (acceptances, ask, accept, decline):
    plans.command()(_agreed)
Version = Annotated[
    str, typer.Argument(metavar="PLAN", help="A plan's name, or the beginning of a version's hash.", show_default=False)
]


@plans.command()
def save(workspace: Workspace, acting: As = None, as_json: Json = False) -> None:
    """Save the plans of a workspace as drafts, after checking them and running their examples."""
    with store_of(workspace) as folder:
        from attain.cli.printing import print_problems
        from attain_web.actions.planning import save_plans

        saved = save_plans(folder, acting_user=user_of(acting))
        if not saved.hashes:
            print_problems(saved.diagnostics)
            raise typer.Exit(PROBLEMS)
        lines = [
            f"{name} {digest[:12]} {'saved as a draft' if name in saved.new else 'is known'}"
            for name, digest in saved.hashes.items()
        ]
        say({"plans": saved.hashes, "new": saved.new}, lines, is_json=as_json)


@plans.command(name="list")
def list_(workspace: Workspace, as_json: Json = False) -> None:
    """List every version of every plan and the state it is in."""
    with store_of(workspace):
        from attain_web.actions.acting import ENGINE
        from attain_web.actions.planning import state_of
        from attain_web.store.models import PlanVersion

        versions = PlanVersion.objects.using(ENGINE).order_by("plan", "saved_at")
        rows = [
            {"plan": v.plan, "hash": v.hash, "state": state_of(v), "saved_by": v.acting_user, "file": v.file}
            for v in versions
        ]
        lines = [f"{r['plan']} {r['hash'][:12]} {r['state']}, saved by {r['saved_by']}" for r in rows]
        say(rows, lines or ["no plan is saved"], is_json=as_json)


@plans.command()
def submit(workspace: Workspace, plan: Version, acting: As = None, note: Note = "", as_json: Json = False) -> None:
    """Hand a draft in for review."""
    _move(workspace, plan, "submit", acting, note, as_json=as_json)


@plans.command()
def approve(workspace: Workspace, plan: Version, acting: As = None, note: Note = "", as_json: Json = False) -> None:
    """Approve a plan that is in review; nobody who wrote or submitted it may."""
    _move(workspace, plan, "approve", acting, note, as_json=as_json)


@plans.command()
def reject(workspace: Workspace, plan: Version, reason: Reason = "", acting: As = None, as_json: Json = False) -> None:
    """Send a plan that is in review back to its author."""
    _move(workspace, plan, "reject", acting, reason, as_json=as_json)


@plans.command()
def retire(workspace: Workspace, plan: Version, reason: Reason = "", acting: As = None, as_json: Json = False) -> None:
    """Retire a version; runs no longer read it."""
    _move(workspace, plan, "retire", acting, reason, as_json=as_json)


def _move(workspace: Workspace, plan: str, action: str, acting: str | None, note: str, *, as_json: bool) -> None:
    with store_of(workspace):
        from attain_web.actions.planning import move_plan, state_of

        version = move_plan(plan, action, acting_user=user_of(acting), note=note)
        state = state_of(version)
        said = {"plan": version.plan, "hash": version.hash, "state": state}
        say(said, [f"{version.plan} {version.hash[:12]} is {state.replace('_', ' ')}"], is_json=as_json)
