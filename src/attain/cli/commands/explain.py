"""attain explain: one payment, walked back to source lines and plan lines."""

from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, Shape, Workspace, folder_of

Payee = Annotated[str, typer.Option("--payee", help="Whose payment: the id as the source has it.", show_default=False)]
Period = Annotated[str, typer.Option("--period", help="Which pay period, such as 2026-03.", show_default=False)]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def explain(
    workspace: Workspace, payee: Payee, period: Period, as_of: AsOf = None, shape: Format = Shape.TEXT
) -> None:
    """Explain one payment: settlement, earnings, tiers, measures, credits, down to the lines of the files.

    Every number is written out, and every sum is checked against the tables.
    """
