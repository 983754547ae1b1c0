"""attain plan: what a plan says, in words and pictures."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, stop

if TYPE_CHECKING:
    from attain.questions.showing import Shown

plan = typer.Typer(name="plan", help="Read a plan aloud, draw its curves, write its document.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan's file.", show_default=False)]
Svg = Annotated[
    Path | None, typer.Option("--svg", help="Write the payout curves into this SVG file.", show_default=False)
]
Out = Annotated[Path | None, typer.Option("--out", help="Write it into this file.", show_default=False)]
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


@plan.command()
def document(file: File, out: Out = None) -> None:
    """Write a plan as a document: numbered clauses, what each component pays, and worked examples, in Markdown.

    The clauses are read from the rules, and the examples are calculated when the document is written.
    """
    from attain.cli.printing import print_problems, say
    from attain.questions.document import document_file

    if not file.is_file():
        stop(f"there is no plan '{file}'")
    made = document_file(file)
    if made.plan is None:
        print_problems(made.diagnostics)
        raise typer.Exit(PROBLEMS)
    if out is None:
        say(made.to_markdown().rstrip())
        return
    try:
        out.write_text(made.to_markdown(), encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f"'{out}' cannot be written: {error.strerror or error}")
    say(f"written to {out}")


def _write(shown: "Shown", svg: Path) -> None:
    from attain.questions.curves.as_svg import as_svg

    if not shown.pictures:
        stop("the plan has no curve that can be drawn: its pays are no numbers")
    try:
        svg.write_text(as_svg(shown.pictures), encoding="utf-8")
    except OSError as error:
        stop(f"'{svg}' cannot be written: {error.strerror or error}")
