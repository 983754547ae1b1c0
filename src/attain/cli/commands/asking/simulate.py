"""attain simulate: the cost of a plan on sales drawn from the past."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, Workspace, folder_of, stop
from attain.cli.commands.asking.backtest import days_of, plan_in

if TYPE_CHECKING:
    from attain.periods import Calendar, Period

NewPlan = Annotated[
    list[Path], typer.Option("--plan", help="The plan; those of the workspace by default.", show_default=False)
]
For = Annotated[str, typer.Option("--period", help="What to simulate, such as 2027.", show_default=False)]
From = Annotated[str, typer.Option("--past", help="What to draw sales from, such as 2026.", show_default=False)]
Unit = Annotated[str, typer.Option("--unit", help="What is drawn as a whole: month, quarter, half or year.")]
Scenarios = Annotated[int, typer.Option("--scenarios", min=1, help="How many times.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed draws the same sales.")]
Every = Annotated[bool, typer.Option("--every", help="Calculate every outcome once, where there are few.")]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]
UNITS = ("month", "quarter", "half", "year")
MOST_OUTCOMES = 1_000_000


def simulate(
    workspace: Workspace,
    period: For,
    past: From,
    plan: NewPlan = [],  # noqa: B006 -- typer copies it
    unit: Unit = "quarter",
    scenarios: Scenarios = 1000,
    seed: Seed = 1,
    every: Every = False,
    shape: Format = Shape.TEXT,
) -> None:
    """Say what a plan would cost on sales drawn from the past: mean, P10, P50, P90, and what drives the spread.

    For every scenario, payee and quarter one of the payee's own past quarters is drawn, with all of its deals.
    """
    from attain.cli.printing import print_problems, say, step
    from attain.diagnostics import has_errors
    from attain.questions.simulate import Asked, outcome_count
    from attain.questions.simulate import simulate as simulated
    from attain.questions.simulate.report import to_json, to_text
    from attain.runs import open_workspace

    opened = open_workspace(folder_of(workspace))
    if opened.facts is None or has_errors(opened.diagnostics):
        print_problems(opened.diagnostics)
        raise typer.Exit(PROBLEMS)
    calendar = opened.facts.calendar
    periods, drawn_from = (_cut(calendar, name, unit) for name in (period, past))
    plans = tuple(plan_in(file) for file in plan) or tuple(opened.plans)
    count = scenarios
    if every:
        count = outcome_count(len(opened.facts.roster.people), len(periods), len(drawn_from))
        if count > MOST_OUTCOMES:
            stop("there are more than a million outcomes; draw some of them with --scenarios")
    asked = Asked(plans, periods, drawn_from, count, None if every else seed)
    with step(f"simulating {period}") as simulating:
        found = simulated(opened, asked)
        simulating.found = f"{count:,} scenarios"
    say(json.dumps(to_json(found), indent=2, ensure_ascii=False) if shape is Shape.JSON else to_text(found))
    if not found.is_usable:
        raise typer.Exit(PROBLEMS)


def _cut(calendar: "Calendar", name: str, unit: str) -> "tuple[Period, ...]":
    """Cut a period into those of a unit."""
    from typing import cast

    from attain.periods import Unit as PeriodUnit

    if unit not in UNITS:
        stop(f"'{unit}' is no unit to draw; name one of {', '.join(UNITS)}")
    days = days_of(calendar, name)
    found = calendar.sub_periods(days.starts_on, days.ends_before, cast("PeriodUnit", unit))
    if not found:
        stop(f"'{name}' is not made of whole periods of the unit {unit}")
    return tuple(found)
