"""attain pay: draft, approve, reject, export, acknowledge and list pay runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Json, Period, Reason, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.store.models import PayRun

pay = typer.Typer(name="pay", help="Pay runs: from what is due to what was paid.", no_args_is_help=True)
PayRunId = Annotated[str, typer.Argument(metavar="PAY_RUN", help="Such as 2026-01-1.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", help="The file to write: .csv or .xlsx.", show_default=False)]
Back = Annotated[Path, typer.Argument(metavar="FILE", help="What payroll reports, as CSV.", show_default=False)]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the payment.")]


@pay.command()
def draft(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """Draft a pay run of a posted period: what every payee is due."""
    with store_of(workspace):
        from attain_web.actions.closing.paying import draft_pay_run

        made = draft_pay_run(period, acting_user=user_of(acting))
        say(_said(made, "drafted"), _lines(made, "drafted"), is_json=as_json)


@pay.command()
def approve(workspace: Workspace, pay_run: PayRunId, acting: As = None, as_json: Json = False) -> None:
    """Approve a pay run; neither whoever drafted it nor anybody it pays may."""
    with store_of(workspace):
        from attain_web.actions.closing.paying import approve_pay_run, pay_run_of

        approve_pay_run(pay_run, acting_user=user_of(acting))
        made = pay_run_of(pay_run)
        say(_said(made, "approved"), _lines(made, "approved"), is_json=as_json)


@pay.command()
def reject(workspace: Workspace, pay_run: PayRunId, reason: Reason = "", acting: As = None) -> None:
    """Send a pay run back that was not exported; what it would pay is due again."""
    with store_of(workspace):
        from attain_web.actions.closing.paying import reject_pay_run

        reject_pay_run(pay_run, acting_user=user_of(acting), reason=reason)
        typer.echo(f"{pay_run} is rejected")


@pay.command()
def export(workspace: Workspace, pay_run: PayRunId, out: Out, acting: As = None, as_json: Json = False) -> None:
    """Export an approved pay run for payroll; again it writes the same rows."""
    if out.suffix not in {".csv", ".xlsx"}:
        stop(f"'{out}' is neither .csv nor .xlsx")
    with store_of(workspace):
        from attain_web.actions.closing.files.payroll_files import write_pay_lines
        from attain_web.actions.closing.paying import export_pay_run, pay_run_of

        lines = export_pay_run(pay_run, acting_user=user_of(acting))
        made = pay_run_of(pay_run)
        write_pay_lines(lines, made.pay_run_id, out)
        said = _said(made, "exported") | {"file": str(out)}
        say(said, [*_lines(made, "exported"), f"written to {out}"], is_json=as_json)


@pay.command()
def acknowledge(
    workspace: Workspace, pay_run: PayRunId, file: Back, on: On = None, acting: As = None, as_json: Json = False
) -> None:
    """Read back what payroll paid, post it, and list what was paid otherwise than asked."""
    if not file.is_file():
        stop(f"there is no file '{file}'")
    with store_of(workspace):
        from attain.cli.printing import money
        from attain.money import minor_digits
        from attain_web.actions.closing.files.payroll_files import read_pay_lines
        from attain_web.actions.closing.paying import acknowledge_pay_run

        day = on.date() if on else datetime.now(UTC).date()
        paid = read_pay_lines(file, pay_run)
        off = acknowledge_pay_run(pay_run, paid, acting_user=user_of(acting), paid_on=day)
        lines = [f"{pay_run} is acknowledged"]
        for one in off:
            digits = minor_digits(one.currency)
            share = f"{money(one.paid, digits)} of {money(one.asked, digits)} {one.currency}"
            lines.append(f"  {one.payee_id}: {share} was paid; the rest stays due")
        said = {"pay_run": pay_run, "state": "acknowledged", "differences": [vars(one) for one in off]}
        say(said, lines, is_json=as_json)


@pay.command(name="list")
def list_(workspace: Workspace, acting: As = None, as_json: Json = False) -> None:
    """List the pay runs and where each of them is."""
    with store_of(workspace):
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.acting import ENGINE
        from attain_web.actions.closing.paying import state_of_pay_run
        from attain_web.store.models import PayRun

        refuse_unless_sees_everybody(user_of(acting), "the amounts of everybody")
        found = list(PayRun.objects.using(ENGINE).order_by("made_at"))
        rows = [_said(one, state_of_pay_run(one)) for one in found]
        lines = [line for one in found for line in _lines(one, state_of_pay_run(one))]
        say(rows, lines or ["there is no pay run"], is_json=as_json)


def _said(made: "PayRun", state: str) -> dict[str, object]:
    return {
        "pay_run": made.pay_run_id,
        "period": made.period_id,
        "state": state,
        "payments": made.line_count,
        "totals": made.totals,
        "digest": made.digest,
    }


def _lines(made: "PayRun", state: str) -> list[str]:
    from attain.cli.printing import count_of, money
    from attain.money import minor_digits

    sums = ", ".join(f"{money(total, minor_digits(code))} {code}" for code, total in made.totals.items())
    return [f"{made.pay_run_id} is {state}: {count_of(made.line_count, 'payment')}, {sums}"]
