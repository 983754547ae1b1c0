"""attain verify, tie-out, evidence, balances, audit: what stands, and whether it is what was posted."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, day_of, stop
from attain_web.commands.acting import As, Json, Period, Workspace, say, store_of, user_of

Batch = Annotated[int | None, typer.Option("--batch", help="Only what was posted with this batch or before.")]
Export = Annotated[Path | None, typer.Option("--export", help="The file that left for payroll, as CSV.")]
Out = Annotated[Path, typer.Option("--out", help="The file to write, as a zip.", show_default=False)]
Accounts = Annotated[
    Path, typer.Option("--accounts", help="CSV: entity,cost_centre,account,account_number.", show_default=False)
]
JournalOut = Annotated[Path | None, typer.Option("--out", help="The file to write, as CSV.")]
Accrue = Annotated[bool, typer.Option("--accrue", help="What the period would post, and its reversal in the next.")]
Last = Annotated[int, typer.Option("--last", help="How many rows to show.")]


def verify(workspace: Workspace, as_json: Json = False) -> None:
    """Check the ledger and the audit from the first row to the last, against the heads that were signed."""
    with store_of(workspace) as folder:
        from attain_web.actions.auditing import verify_audit
        from attain_web.actions.closing.posting import verify_ledger

        verdict, audited = verify_ledger(folder), verify_audit(folder)
        broken = [one.what for one in verdict.breaks] + [f"audit: {one.what}" for one in audited.breaks]
        said = {
            "entries": verdict.head.height,
            "unsigned": verdict.unsigned_count,
            "audit_rows": audited.head.height,
            "audit_unsigned": audited.unsigned_count,
            "breaks": broken,
        }
        lines = broken or [
            f"{verdict.head.height:,} entries hold; {verdict.unsigned_count:,} are not signed yet",
            f"{audited.head.height:,} rows of the audit hold; {audited.unsigned_count:,} are not signed yet",
        ]
        say(said, lines, is_json=as_json)
        if broken:
            raise typer.Exit(PROBLEMS)


def tie_out(
    workspace: Workspace, period: Period, export: Export = None, acting: As = None, as_json: Json = False
) -> None:
    """Find every amount of a period again, from the facts to the books; name the rows that are not."""
    if export is not None and not export.is_file():
        stop(f"there is no file '{export}'")
    with store_of(workspace) as folder:
        from attain.cli.printing import money, print_table
        from attain.money import minor_digits
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.closing.files.payroll_files import read_exported
        from attain_web.actions.closing.tying import tie_out_period

        refuse_unless_sees_everybody(user_of(acting), "the amounts of everybody")
        found = tie_out_period(folder, period, exported=read_exported(export, period) if export else None)
        rows = found.to_dicts()
        if as_json:
            say(rows, (), is_json=True)
        elif not rows:
            typer.echo(f"{period} ties out")
        else:
            shown = [
                (
                    row["step"],
                    row["kind"].replace("_", " "),
                    row["transaction_id"] or row["name"] or "",
                    row["payee_id"] or "",
                    *(
                        "" if row[side] is None else money(row[side], minor_digits(row["currency"] or "USD"))
                        for side in ("expected_amount", "found_amount")
                    ),
                )
                for row in rows
            ]
            print_table(("list", "what", "of", "payee", "expected", "found"), shown)
        if rows:
            raise typer.Exit(PROBLEMS)


def evidence(workspace: Workspace, period: Period, out: Out, acting: As = None) -> None:
    """Gather the evidence of a period in one signed zip: what was known, decided, posted and paid."""
    with store_of(workspace) as folder:
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.closing.evidence import gather_evidence
        from attain_web.actions.closing.files.whole import write_whole

        user = user_of(acting)
        refuse_unless_sees_everybody(user, "the amounts of everybody")
        write_whole(out, gather_evidence(folder, period, acting_user=user))
        typer.echo(f"written to {out}")


def journal(
    workspace: Workspace,
    period: Period,
    accounts: Accounts,
    out: JournalOut = None,
    accrue: Accrue = False,
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Make the journal of what was posted in a period, or of what it would post, with its reversal."""
    if not accounts.is_file():
        stop(f"there is no file '{accounts}'")
    with store_of(workspace) as folder:
        from attain.cli.printing import money, print_table
        from attain.money import minor_digits
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.closing.accounting import accrual_of, journal_of, read_account_map
        from attain_web.actions.closing.files.journal_files import write_journal

        refuse_unless_sees_everybody(user_of(acting), "the amounts of everybody")
        numbers = read_account_map(accounts)
        if accrue:
            made = accrual_of(folder, period, numbers)
            rows = made.booked.vstack(made.turned)
        else:
            rows = journal_of(period, numbers)
        if out is not None:
            write_journal(rows, out)
            typer.echo(f"written to {out}")
        elif as_json:
            say(rows.to_dicts(), (), is_json=True)
        else:
            shown = [
                (
                    *(row[name] or "" for name in ("period_id", "entity", "cost_centre", "account_number", "currency")),
                    *(money(row[side], minor_digits(row["currency"])) for side in ("debit_amount", "credit_amount")),
                )
                for row in rows.to_dicts()
            ]
            print_table(("period", "entity", "cost centre", "account", "currency", "debit", "credit"), shown)


def roll_forward(workspace: Workspace, acting: As = None, as_json: Json = False) -> None:
    """Roll what is owed for commissions forward: opening, earned, paid and the rest, closing."""
    with store_of(workspace):
        from attain.cli.printing import money, print_table
        from attain.money import minor_digits
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.closing.accounting import rolled_forward

        refuse_unless_sees_everybody(user_of(acting), "the amounts of everybody")
        rows = rolled_forward().to_dicts()
        if as_json:
            say(rows, (), is_json=True)
            return
        sides = ("opening", "earned", "clawed_back", "drawn", "draw_recovered", "adjusted", "paid", "closing")
        shown = [
            (row["period_id"], row["currency"], *(money(row[name], minor_digits(row["currency"])) for name in sides))
            for row in rows
        ]
        print_table(("period", "currency", *(name.replace("_", " ") for name in sides)), shown)


def balances(
    workspace: Workspace, as_of: AsOf = None, batch: Batch = None, acting: As = None, as_json: Json = False
) -> None:
    """Add up the accounts, at any date and as known at any batch."""
    with store_of(workspace):
        from attain.cli.printing import money, print_table
        from attain.money import minor_digits
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.closing.posting import account_totals, ledger_balances

        refuse_unless_sees_everybody(user_of(acting), "the amounts of everybody")
        found = ledger_balances(on=day_of(as_of), batch_no=batch)
        if as_json:
            say(found.to_dicts(), (), is_json=True)
            return
        rows = [(account, code, money(total, minor_digits(code))) for account, code, total in account_totals(found)]
        print_table(("account", "currency", "balance"), rows)


def audit(workspace: Workspace, last: Last = 20, acting: As = None, as_json: Json = False) -> None:
    """Show who did what, newest last."""
    with store_of(workspace):
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.auditing import last_rows

        refuse_unless_sees_everybody(user_of(acting), "the actions of everybody")
        rows = last_rows(last)
        lines = [f"{r['number']:>6}  {r['at'][:19]}  {r['acting_user']}  {r['action']}  {r['subject']}" for r in rows]
        say(rows, lines, is_json=as_json)
