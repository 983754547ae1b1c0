"""attain shadow: what was calculated beside the export of a spreadsheet or another tool."""

import json
from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, AsOf, Shape, Workspace, folder_of, stop

Export = Annotated[
    Path, typer.Argument(metavar="EXPORT", help="The export: a CSV, XLSX or Parquet file.", show_default=False)
]
PayeeColumn = Annotated[str, typer.Option("--payee", help="Its column with the payee's id.")]
DealColumn = Annotated[str, typer.Option("--deal", help="Its column with the deal's key.")]
PaidColumn = Annotated[str, typer.Option("--amount", help="Its column with what was paid.")]
PeriodColumn = Annotated[
    str, typer.Option("--period", help="Its column with the pay period, if it has one.", show_default=False)
]
CurrencyColumn = Annotated[
    str, typer.Option("--currency", help="Its column with the currency, if it has one.", show_default=False)
]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def shadow(
    workspace: Workspace,
    export: Export,
    payee: PayeeColumn = "payee",
    deal: DealColumn = "deal",
    paid: PaidColumn = "amount",
    period: PeriodColumn = "",
    currency: CurrencyColumn = "",
    as_of: AsOf = None,
    shape: Format = Shape.TEXT,
) -> None:
    """Compare every line with those of a spreadsheet or another tool, and say of each difference what it is.

    Timing, rate, credit, rounding, currency, duplicate, sign, clawback, scale, missing, extra, an unknown payee; what
    none of these explains to the cent is called unexplained.
    """
    from attain.cli.commands.calculate import usable
    from attain.cli.printing import count_of, print_problems, say, step
    from attain.money import minor_digits
    from attain.questions.shadow import Columns, read_export
    from attain.questions.shadow import shadow as compared
    from attain.questions.shadow.report import to_json, to_text

    opened, checked = usable(folder_of(workspace), as_of=as_of, shape=shape)
    assert checked.results is not None
    if not export.is_file():
        stop(f"there is no file '{export}'")
    digits = max(minor_digits(plan.currency_code) for plan in opened.plans)
    with step(f"reading {export}"):
        frame, problems = read_export(export, Columns(payee, deal, paid, period, currency), digits)
    if frame is None:
        print_problems(problems)
        raise typer.Exit(PROBLEMS)
    with step("comparing") as comparing:
        found = compared(opened, checked.results, frame)
        comparing.found = count_of(found.lines.height, "line")
    is_json = shape is Shape.JSON
    say(json.dumps(to_json(found), indent=2, ensure_ascii=False) if is_json else to_text(found, digits))
    if not found.is_usable:
        raise typer.Exit(PROBLEMS)
