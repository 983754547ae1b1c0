"""attain publish, attain proof, and attain statement: list, approve, withdraw."""

from pathlib import Path
from typing import Annotated

import typer

from attain_web.commands.acting import As, Json, Period, Reason, Workspace, say, store_of, user_of

statement = typer.Typer(name="statement", help="Statements: read, approved, withdrawn.", no_args_is_help=True)
Payee = Annotated[str, typer.Argument(metavar="PAYEE", help="Whose statement.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", help="The file to write, as JSON.", show_default=False)]
Payees = Annotated[list[str] | None, typer.Option("--payee", help="Only this payee's; again for more.")]


def publish(
    workspace: Workspace, period: Period, payees: Payees = None, acting: As = None, as_json: Json = False
) -> None:
    """Publish the statements of a period to their payees."""
    with store_of(workspace):
        from attain.cli.printing import count_of
        from attain_web.actions.closing.statements import publish_statements

        made = publish_statements(period, acting_user=user_of(acting), payees=frozenset(payees or ()))
        count = f"{count_of(len(made), 'statement')} published" if made else "nothing to publish"
        say([step.thing_id for step in made], [f"{period}: {count}"], is_json=as_json)


def proof(workspace: Workspace, period: Period, payee: Payee, out: Out, acting: As = None) -> None:
    """Write a signed file that proves what a payee is paid; 'attain prove' calculates it again without the store."""
    with store_of(workspace) as folder:
        from attain_web.actions.access import visible_payees
        from attain_web.actions.acting import Refused
        from attain_web.actions.closing.files.whole import write_whole
        from attain_web.actions.closing.proving import prove_statement
        from attain_web.store.keys import public_file

        user = user_of(acting)
        if not visible_payees(user, [payee], period):
            raise Refused(f"the pay of {payee} is not for {user} to see", "ask them")
        text = prove_statement(folder, period, payee, acting_user=user)
        write_whole(out, text.encode())
        typer.echo(f"written to {out}; the public key is {public_file(folder)}")


@statement.command()
def approve(workspace: Workspace, period: Period, payee: Payee, acting: As = None) -> None:
    """Approve one's own statement."""
    with store_of(workspace):
        from attain_web.actions.closing.statements import approve_statement

        step = approve_statement(period, payee, acting_user=user_of(acting))
        typer.echo(f"{payee} in {period} is {step.state}: {_amounts(step.details['amounts'])}")


@statement.command()
def withdraw(workspace: Workspace, period: Period, payee: Payee, reason: Reason = "", acting: As = None) -> None:
    """Withdraw a statement for a reason; it can be published again."""
    with store_of(workspace):
        from attain_web.actions.closing.statements import withdraw_statement

        step = withdraw_statement(period, payee, acting_user=user_of(acting), reason=reason)
        typer.echo(f"{payee} in {period} is {step.state}")


@statement.command(name="list")
def list_(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """List the statements of a period that you may see, and where each of them is."""
    with store_of(workspace):
        from attain_web.actions.access import visible_payees
        from attain_web.actions.closing.statements import statements_of

        steps = statements_of(period)
        seen = visible_payees(user_of(acting), steps, period)
        rows = [
            {"payee": payee, "state": step.state, "amounts": step.details.get("amounts", {})}
            for payee, step in sorted(steps.items())
            if payee in seen
        ]
        lines = [f"{row['payee']}  {row['state']}  {_amounts(row['amounts'])}" for row in rows]
        say(rows, lines or ["no statement is published"], is_json=as_json)


def _amounts(to_pay: dict[str, int]) -> str:
    from attain.cli.printing import money
    from attain.money import minor_digits

    return ", ".join(f"{money(minor, minor_digits(code))} {code}" for code, minor in sorted(to_pay.items()))
