"""attain plan: what a plan says, in words and pictures."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, stop

if TYPE_CHECKING:
    from attain.questions.showing import Shown

plan = typer.Typer(name="plan", help="Read a plan aloud and draw its curves.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan's file.", show_default=False)]
Svg = Annotated[
    Path | None, typer.Option("--svg", help="Write the payout curves into this SVG file.", show_default=False)
]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


@plan.command()
def show(file: File, svg: Svg = None, shape: Format = Shape.TEXT) -> None:
    """Read a plan aloud in sentences, every key of it, and draw the payout curve of each component.

    A curve is drawn where the pays are numbers. The plan is read with the attain.yaml above it.
    """
    from attain.cli.printing import print_problems, say
    from attain.diagnostics import render_json
    from attain.questions.showing import show_file

    if not file.is_file():
        stop(f"there is no plan '{file}'")
    shown = show_file(file)
    if shown.plan is None:
        if shape is Shape.JSON:
            say(render_json(shown.diagnostics))
        else:
            print_problems(shown.diagnostics)
        raise typer.Exit(PROBLEMS)
    if svg is not None:
        _write(shown, svg)
    say(json.dumps(shown.to_json(), indent=2, ensure_ascii=False) if shape is Shape.JSON else shown.to_text())


def _write(shown: "Shown", svg: Path) -> None:
    from attain.questions.curves.as_svg import as_svg

    if not shown.pictures:
        stop("the plan has no curve that can be drawn: its pays are no numbers")
    try:
        svg.write_text(as_svg(shown.pictures), encoding="utf-8")
    except OSError as error:
        stop(f"'{svg}' cannot be written: {error.strerror or error}")
