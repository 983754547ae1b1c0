"""attain engine: what another version of the engine changes in closed periods, and whether that is approved."""

import typer

from attain_web.commands.acting import As, Json, Period, Reason, Workspace, say, store_of, user_of

engine = typer.Typer(
    name="engine", help="What another version of the engine changes in closed periods.", no_args_is_help=True
)


@engine.command()
def show(workspace: Workspace, period: Period, acting: As = None, as_json: Json = False) -> None:
    """Show what posting a period would change in closed ones because the engine is another."""
    with store_of(workspace) as folder:
        from attain.cli.printing import money
        from attain.money import minor_digits
        from attain_web.actions.access import refuse_unless_sees_everybody
        from attain_web.actions.closing.reviewing.upgrades import change_of_engine

        refuse_unless_sees_everybody(user_of(acting), "differences of closed periods")
        change = change_of_engine(folder, period)
        rows = change.differences.to_dicts()
        said = {"before": change.before, "after": change.after, "state": change.thing.state, "differences": rows}
        lines = [
            f"{row['payee_id']} {row['period_id']} {row['flow']} {row['transaction_id'] or ''}: "
            f"{money(row['move_amount'], minor_digits(row['currency']))} {row['currency']}"
            for row in rows
        ]
        head = f"engine {change.before} to {change.after}: {len(rows)} differences, {change.thing.state}"
        say(said, [head, *lines] if rows else ["the engine changes nothing in closed periods"], is_json=as_json)


@engine.command()
def approve(
    workspace: Workspace, period: Period, reason: Reason = "", acting: As = None, as_json: Json = False
) -> None:
    """Approve those differences; nobody who calculated the period or is touched by them may."""
    _judge(workspace, period, "approve", acting, reason, as_json=as_json)


@engine.command()
def reject(workspace: Workspace, period: Period, reason: Reason = "", acting: As = None, as_json: Json = False) -> None:
    """Reject those differences; nothing is posted until they are approved or gone."""
    _judge(workspace, period, "reject", acting, reason, as_json=as_json)


def _judge(workspace: Workspace, period: str, action: str, acting: str | None, reason: str, *, as_json: bool) -> None:
    with store_of(workspace) as folder:
        from attain_web.actions.closing.reviewing.upgrades import judge_engine_change

        step = judge_engine_change(folder, period, action, acting_user=user_of(acting), reason=reason)
        say(
            {"engine_change": step.thing_id, "state": step.state, **step.details},
            [f"the differences of {step.thing_id} are {step.state}"],
            is_json=as_json,
        )
