"""attain variance: whoever is paid much more or less than before, and why."""

from typing import Annotated

import typer

from attain_web.commands.acting import As, Json, Note, Period, Workspace, say, store_of, user_of

variance = typer.Typer(name="variance", help="Who is paid much more or less, and why.", no_args_is_help=True)
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Whose pay.", show_default=False)]


@variance.command(name="list")
def list_(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """List the payees whose pay differs by more than attain.yaml allows, and who looked at it."""
    with store_of(workspace):
        from attain_web.actions.access import visible_payees
        from attain_web.actions.closing.reviewing.variances import variances

        found = variances(period)
        seen = visible_payees(user_of(acting), (one.payee_id for one in found), period)
        found = [one for one in found if one.payee_id in seen]
        rows = [
            {
                "payee": one.payee_id,
                "now": one.now,
                "before": one.before,
                "compared": one.compared,
                "is_reviewed": one.is_reviewed,
                "reviewed_by": one.step.acting_user if one.step else "",
                "note": one.note,
            }
            for one in found
        ]
        lines = [
            f"{one.payee_id}: {_paid(one.now)} after {_paid(one.before)} in {one.compared}, "
            + (f"reviewed by {one.step.acting_user}: {one.note}" if one.step else "not reviewed")
            for one in found
        ]
        say(rows, lines or ["no variance"], is_json=as_json)


@variance.command()
def review(
    workspace: Workspace, period: Period, payee: Payee, note: Note = "", acting: As = None, as_json: Json = False
) -> None:
    """Say why a payee is paid so much more or less."""
    with store_of(workspace):
        from attain_web.actions.closing.reviewing.variances import review_variance

        step = review_variance(period, payee, acting_user=user_of(acting), note=note)
        say({"variance": step.thing_id, "state": step.state}, [f"{step.thing_id} is {step.state}"], is_json=as_json)


def _paid(paid: object) -> str:
    from attain.cli.printing import money
    from attain.money import minor_digits

    assert isinstance(paid, dict)
    return " and ".join(f"{money(minor, minor_digits(code))} {code}" for code, minor in paid.items()) or "nothing"
