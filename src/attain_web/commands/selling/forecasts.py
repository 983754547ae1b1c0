"""attain submit-forecast, adjust-forecast: what people forecast of a period, kept beside the deals."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import As, Json, Workspace, say, store_of, user_of

Owner = Annotated[str, typer.Argument(metavar="OWNER", help="Whose deals, by their id.", show_default=False)]
Named = Annotated[str, typer.Argument(metavar="PERIOD", help="Such as 2026-Q2.", show_default=False)]
Money = Annotated[str, typer.Argument(metavar="AMOUNT", help="Such as 120000 or 1,250.50.", show_default=False)]
Changed = Annotated[
    str,
    typer.Argument(metavar="AMOUNT", help="What it is changed to; - takes the adjustment away.", show_default=False),
]
Category = Annotated[
    str, typer.Argument(metavar="CATEGORY", help="commit, most_likely, best_case or pipeline.", show_default=False)
]
Said = Annotated[str, typer.Option("--note", help="What is said with it.")]
NOTHING = "-"


def submit_forecast(
    workspace: Workspace,
    period: Named,
    owner: Owner,
    worth: Money,
    note: Said = "",
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Submit what you expect to be won in a period; the last submission stands, and those before it are kept."""
    with store_of(workspace) as folder:
        from attain_web.actions.selling.forecasting import submit_forecast as submit

        made = submit(folder, owner, period, _minor(folder, worth), note, acting_user=user_of(acting))
        said = {"submission": made.submission_id, "owner": owner, "period": period, "minor": made.submitted_amount}
        say(said, [f"{made.submission_id}: {owner} forecasts {worth} for {period}"], is_json=as_json)


def adjust_forecast(
    workspace: Workspace,
    period: Named,
    owner: Owner,
    category: Category,
    worth: Changed,
    note: Said = "",
    acting: As = None,
    as_json: Json = False,
) -> None:
    """Change a number of a forecast, your own or that of somebody who reports to you; the deals stay as they are."""
    with store_of(workspace) as folder:
        from attain_web.actions.selling.forecasting import Wanted
        from attain_web.actions.selling.forecasting import adjust_forecast as adjust

        minor = None if worth == NOTHING else _minor(folder, worth)
        made = adjust(folder, Wanted(owner, period, category, minor, note), acting_user=user_of(acting))
        said = {
            "adjustment": made.adjustment_id,
            "owner": owner,
            "period": period,
            "category": category,
            "minor": minor,
            "author": made.author_id,
        }
        what = "is as the deals say again" if minor is None else f"is {worth}"
        say(said, [f"{made.adjustment_id}: {category} of {owner} in {period} {what}"], is_json=as_json)


def _minor(folder: Path, worth: str) -> int:
    from attain_web.actions.typed import minor_of
    from attain_web.figures.workspace import workspace_now

    currency = workspace_now(folder).currency
    found = minor_of(worth, currency)
    if found is None:
        stop(f"'{worth}' is no amount in {currency}; write it like 1234.56")
    return found
