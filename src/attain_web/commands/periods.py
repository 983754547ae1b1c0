"""attain run, review, approve, reject, post, close, reopen: the way of a pay period."""

from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, day_of
from attain_web.commands.acting import As, Json, Note, Period, Reason, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.store.models import StepTaken

Which = Annotated[
    str | None, typer.Argument(metavar="[PERIOD]", help="The pay period to calculate.", show_default=False)
]
All = Annotated[bool, typer.Option("--all", help="Calculate everybody, whatever changed.")]
Keep = Annotated[bool, typer.Option("--keep", help="Leave it closed, though somebody asked.")]


def run(
    workspace: Workspace,
    period: Which = None,
    as_of: AsOf = None,
    calculates_all: All = False,
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Calculate the approved plans on what the store knows; with a period, take that period's figures from it.

    The same inputs are the same run. After a run of the same plans only the payees are calculated whom a change of
    deals reaches. Nothing is posted.
    """
    with store_of(workspace) as folder:
        from attain.cli.printing import count_of, print_problems, step
        from attain_web.actions.closing.periods import calculate_period
        from attain_web.actions.running import calculate_run

        with step("calculating") as doing:
            who, day = user_of(acting), day_of(as_of)
            ran = calculate_run(folder, acting_user=who, as_of=day, calculates_all=calculates_all)
            doing.found = "refused" if ran.run is None else f"run {ran.run.run_id[:12]}"
        if ran.run is None:
            print_problems(ran.diagnostics)
            raise typer.Exit(PROBLEMS)
        if period is not None:
            calculate_period(folder, period, acting_user=who, as_of=day)
        said = {"run": ran.run.run_id, "batch": ran.run.batch_id, "is_new": ran.is_new, "earned": ran.run.earned}
        said |= {"payees": ran.payee_count, "why_all": ran.why_all}
        lines = [f"run {ran.run.run_id[:12]} on batch {ran.run.batch_id}, {'new' if ran.is_new else 'as before'}"]
        if ran.payee_count is not None:
            lines.append(f"calculated again: {count_of(ran.payee_count, 'payee')} whom the changes reach")
        elif ran.why_all:
            lines.append(f"calculated: everybody, because {ran.why_all}")
        say(said, lines, is_json=as_json)


def review(workspace: Workspace, period: Period, acting: As = None, note: Note = "", as_json: Json = False) -> None:
    """Say that the figures of a period are being reviewed."""
    with store_of(workspace):
        from attain_web.actions.closing.periods import review_period

        _say(review_period(period, acting_user=user_of(acting), note=note), is_json=as_json)


def approve(workspace: Workspace, period: Period, acting: As = None, note: Note = "", as_json: Json = False) -> None:
    """Approve the figures of a period; neither whoever calculated or submitted them nor anybody they pay may."""
    with store_of(workspace):
        from attain_web.actions.closing.periods import approve_period

        _say(approve_period(period, acting_user=user_of(acting), note=note), is_json=as_json)


def reject(workspace: Workspace, period: Period, reason: Reason = "", acting: As = None, as_json: Json = False) -> None:
    """Send the figures of a period back."""
    with store_of(workspace):
        from attain_web.actions.closing.periods import reject_period

        _say(reject_period(period, acting_user=user_of(acting), reason=reason), is_json=as_json)


def post(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """Post an approved period: what is missing of it, and of every closed one. Again, it posts nothing."""
    with store_of(workspace) as folder:
        from attain_web.actions.closing.posting import post_period

        done = post_period(folder, period, acting_user=user_of(acting))
        said = {"period": period, "entries": done.entry_count, "lines": done.line_count}
        count = (
            f"{done.entry_count:,} entries with {done.line_count:,} lines" if done.entry_count else "nothing to post"
        )
        say(said, [f"{period}: {count}"], is_json=as_json)


def close(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """Close a posted period and sign where the ledger ends."""
    with store_of(workspace) as folder:
        from attain_web.actions.closing.posting import close_period

        _say(close_period(folder, period, acting_user=user_of(acting)), is_json=as_json)


def reopen(
    workspace: Workspace,
    period: Period,
    reason: Reason = "",
    keep: Keep = False,
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Ask for a closed period to be opened again, or agree to what somebody else asked: it takes two people."""
    with store_of(workspace):
        from attain_web.actions.closing.periods import keep_period_closed, reopen_period

        step = keep_period_closed if keep else reopen_period
        _say(step(period, acting_user=user_of(acting), reason=reason), is_json=as_json)


def periods(workspace: Workspace, as_json: Json = False) -> None:
    """List the pay periods of the newest run and where each of them is."""
    with store_of(workspace):
        from attain_web.actions.acting import ENGINE
        from attain_web.actions.closing.figures import PAID, pay_periods
        from attain_web.actions.closing.periods import period as period_thing
        from attain_web.actions.running import results_of
        from attain_web.store.models import Run

        run = Run.objects.using(ENGINE).order_by("-made_at").first()
        rows = (
            [{"period": p, "state": period_thing(p).state} for p in pay_periods(results_of(run, names=PAID))]
            if run
            else []
        )
        lines = [f"{row['period']}  {row['state'].replace('_', ' ')}" for row in rows]
        say(rows, lines or ["nothing was calculated; run 'attain run'"], is_json=as_json)


def _say(step: "StepTaken", *, is_json: bool) -> None:
    said = {"period": step.thing_id, "action": step.action, "state": step.state, "run": step.run_id}
    is_waiting = step.action == "reopen" and step.state != "open"
    rest = "; a second person has to agree that it is reopened" if is_waiting else ""
    line = f"{step.thing_id} is {step.state.replace('_', ' ')}{rest}"
    say({**said, "acting_user": step.acting_user}, [line], is_json=is_json)
