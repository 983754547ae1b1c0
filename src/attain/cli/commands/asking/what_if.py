"""attain what-if: what a payee would earn on other deals, and what must be closed to earn so much."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, Shape, Workspace, folder_of, stop

if TYPE_CHECKING:
    from attain.questions.whatif import Edit, Goal, WhatIf
    from attain.questions.whatif.report import Told

Payee = Annotated[str, typer.Option("--payee", help="Who asks: the id as the source has it.", show_default=False)]
Source = Annotated[
    str, typer.Option("--source", help="The source the deals are in, where plans credit several.", show_default=False)
]
Add = Annotated[
    list[str], typer.Option("--add", help="A deal to add: amount=5000,closed_on=2026-03-14.", show_default=False)
]
Change = Annotated[
    list[str], typer.Option("--change", help="A deal to change: its key, a colon, columns.", show_default=False)
]
Remove = Annotated[list[str], typer.Option("--remove", help="The key of a deal to take away.", show_default=False)]
Open = Annotated[str | None, typer.Option("--open", help="Which deals are open: stage <> 'Won'.", show_default=False)]
Wins = Annotated[str, typer.Option("--won", help="What makes an open deal won: stage=Won.", show_default=False)]
ForGoal = Annotated[
    str | None, typer.Option("--goal", help="What is to be earned; asks what must be closed.", show_default=False)
]
Column = Annotated[str, typer.Option("--amount", help="The column with a deal's amount.")]
Period = Annotated[
    str | None, typer.Option("--period", help="Count only this period, such as 2026-Q1.", show_default=False)
]
Policies = Annotated[bool, typer.Option("--policies", help="Show every clawback policy side by side.")]
Order = Annotated[bool, typer.Option("--order", help="Show what depends on the order of deals.")]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def what_if(
    workspace: Workspace,
    payee: Payee,
    add: Add = [],  # noqa: B006 -- typer copies it
    change: Change = [],  # noqa: B006 -- typer copies it
    remove: Remove = [],  # noqa: B006 -- typer copies it
    open_: Open = None,
    won: Wins = "",
    goal: ForGoal = None,
    amount_column: Column = "amount",
    period: Period = None,
    source: Source = "",
    policies: Policies = False,
    order: Order = False,
    as_of: AsOf = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Say what a payee would earn if deals were added, changed or taken away, and what must be closed to earn so much.

    Everything is calculated by the same rules as pay; nothing is written.
    """
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import say, step
    from attain.diagnostics import has_errors
    from attain.questions.explain import NothingToExplain
    from attain.questions.whatif import WhatIf
    from attain.questions.whatif.report import Told

    opened, checked = usable(folder_of(workspace), as_of=as_of, shape=shape)
    assert checked.results is not None
    try:
        asking = WhatIf.of(opened, checked.results, payee)
    except NothingToExplain as error:
        stop(str(error))
    name = source or source_of(asking)
    edits = edits_of(name, add, change, remove)
    told = Told(asking, periods=periods_of(asking, period))
    with step(f"asking for {payee}"):
        told = _asked(told, edits, open_where=open_, won=won, source=name, goal=goal, column=amount_column)
        told = _compared(told, edits, policies=policies, order=order)
    say(
        json.dumps(told.to_json(), indent=2, ensure_ascii=False, default=str) if shape is Shape.JSON else told.to_text()
    )
    if has_errors(told.diagnostics):
        raise typer.Exit(PROBLEMS)


def _asked(
    told: "Told",
    edits: "list[Edit]",
    *,
    open_where: str | None,
    won: str,
    source: str,
    goal: str | None,
    column: str,
) -> "Told":
    from dataclasses import replace

    from attain.questions.whatif import Won, in_total, open_deals, per_deal, seek

    wins = Won(source, open_where, columns_of(won)) if open_where is not None else None
    if edits and (goal is None or wins is not None):
        told = replace(told, answers=told.what_if.ask([edits]))
    if wins is not None:
        told = replace(told, deals=open_deals(told.what_if, wins, told.periods))
    if goal is None:
        return told
    aim = _goal(told, goal, column)
    if wins is not None:
        return replace(told, goals=(in_total(told.what_if, wins, aim), *per_deal(told.what_if, wins, aim)))
    if not edits:
        stop("--goal asks what must be closed: name the open deals with --open and --won, or a deal with --add")
    title = "these deals" if len(edits) > 1 else "this deal"
    return replace(told, goals=(seek(told.what_if, edits, aim, title=title),))


def _compared(told: "Told", edits: "list[Edit]", *, policies: bool, order: bool) -> "Told":
    from dataclasses import replace

    from attain.questions.whatif import in_other_orders, side_by_side

    if policies:
        told = replace(told, policies=tuple(side_by_side(told.what_if, edits)))
    return replace(told, orders=tuple(in_other_orders(told.what_if))) if order else told


def _goal(told: "Told", text: str, column: str) -> "Goal":
    from attain.questions.whatif import Goal, NoSuchAmount, goal_amount

    try:
        earned = goal_amount(text, told.currency)
    except NoSuchAmount as error:
        stop(str(error))
    return Goal(earned, told.periods, column=column)


def edits_of(source: str, added: list[str], changed: list[str], removed: list[str]) -> "list[Edit]":
    """Read the edits that options name."""
    from attain.questions.whatif import Edit

    found = [Edit.add(source, columns_of(text)) for text in added]
    for text in changed:
        deal, colon, values = text.partition(":")
        if not colon:
            stop(f"'{text}' does not say what changes; write --change 'KEY: amount=5000'")
        found.append(Edit.change(source, deal.strip(), columns_of(values)))
    return found + [Edit.remove(source, deal) for deal in removed]


def columns_of(text: str) -> dict[str, str]:
    """Read ``amount=5000,stage=Won``; a value with a comma stands in quotes, as in a CSV file."""
    import csv

    found: dict[str, str] = {}
    rows = [*csv.reader([text], skipinitialspace=True)]
    for part in rows[0] if rows else ():
        column, equals, value = part.partition("=")
        if not equals:
            stop(f"'{part}' is no column with a value; write amount=5000,stage=Won")
        found[column.strip()] = value.strip()
    return found


def source_of(asking: "WhatIf") -> str:
    """Return the source whose deals the payee's plans credit."""
    names = asking.reach.sources
    if len(names) != 1:
        stop(f"the plans of {asking.payee} credit {', '.join(names) or 'nothing'}; name one with --source")
    return names[0]


def periods_of(asking: "WhatIf", name: str | None) -> frozenset[str] | None:
    """Return the pay periods that lie in a period of the calendar."""
    if name is None:
        return None
    found = asking.facts.calendar.parse(name)
    if found is None:
        stop(f"'{name}' is no period of the calendar")
    listed: set[str] = set()
    for run in asking.results.runs.values():
        for row in run.timeline.pay_periods.periods.iter_rows(named=True):
            if row["starts_on"] >= found.starts_on and row["ends_before"] <= found.ends_before:
                listed.add(row["period_id"])
    if not listed:
        stop(f"no pay period lies in '{name}'")
    return frozenset(listed)
