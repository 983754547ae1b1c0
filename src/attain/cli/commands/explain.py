"""attain explain: one payment, walked back to source lines and plan lines."""

import json
from typing import Annotated

import typer

from attain.cli.commands.arguments import AsOf, Shape, Workspace, folder_of, stop

Payee = Annotated[str, typer.Option("--payee", help="Whose payment: the id as the source has it.", show_default=False)]
Period = Annotated[str, typer.Option("--period", help="Which pay period, such as 2026-03.", show_default=False)]
Currency = Annotated[
    str | None,
    typer.Option("--currency", help="Which payment, for a payee paid in several currencies.", show_default=False),
]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def explain(
    workspace: Workspace,
    payee: Payee,
    period: Period,
    currency: Currency = None,
    as_of: AsOf = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Explain one payment: settlement, earnings, tiers, measures, credits, down to the lines of the files.

    Every number is written out with its arithmetic, and every sum is checked against the tables.
    """
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import say, step
    from attain.questions.explain import NothingToExplain
    from attain.questions.explain import explain as explanation_of

    opened, checked = usable(folder_of(workspace), as_of=as_of, shape=shape)
    assert checked.results is not None
    try:
        with step(f"explaining {payee} in {period}"):
            explanation = explanation_of(opened, checked.results, payee, period, currency=currency)
    except NothingToExplain as error:
        stop(str(error))
    if shape is Shape.JSON:
        say(json.dumps(explanation.to_json(), indent=2, ensure_ascii=False))
    else:
        say(explanation.to_text())
