"""attain backtest: a new plan on past periods, beside what was earned there."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, Workspace, folder_of, stop

if TYPE_CHECKING:
    from attain.periods import Calendar
    from attain.periods.units import Found
    from attain.plans import Plan

NewPlan = Annotated[list[Path], typer.Option("--plan", help="The plan to try.", show_default=False)]
Period = Annotated[str, typer.Option("--period", help="The past to try it on, such as 2025.", show_default=False)]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def backtest(workspace: Workspace, plan: NewPlan, period: Period, shape: Format = Shape.TEXT) -> None:
    """Try a plan on a past period: its cost, who wins and who loses, and the tiers that were reached.

    The plan takes the days of the period as its range; what was earned there is calculated by the workspace's plans.
    """
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import count_of, say, step
    from attain.questions.backtest import backtest as trial
    from attain.questions.backtest.report import to_json, to_text

    opened, checked = usable(folder_of(workspace), shape=shape)
    assert checked.results is not None
    assert opened.facts is not None
    days = days_of(opened.facts.calendar, period)
    plans = [plan_in(file) for file in plan]
    with step("trying " + ", ".join(str(one.plan) for one in plans)) as trying:
        found = trial(opened, checked.results, plans, starts_on=days.starts_on, ends_before=days.ends_before)
        trying.found = count_of(found.payees.height, "payee")
    say(json.dumps(to_json(found), indent=2, ensure_ascii=False) if shape is Shape.JSON else to_text(found))
    if not found.is_usable:
        raise typer.Exit(PROBLEMS)


def days_of(calendar: "Calendar", period: str) -> "Found":
    """Return the days that a period's name means."""
    found = calendar.parse(period)
    if found is None:
        stop(f"'{period}' is no period of the calendar")
    return found


def plan_in(file: Path) -> "Plan":
    """Read a plan, or end the command with what is wrong with it."""
    from attain.diagnostics import has_errors, render_text
    from attain.plans import read_plan

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"'{file}' cannot be read: {error}")
    plan, found = read_plan(text, file.as_posix())
    if plan is None or has_errors(found):
        typer.echo(render_text(found))
        raise typer.Exit(PROBLEMS)
    return plan
