"""attain check: everything that is wrong, at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, stop

if TYPE_CHECKING:
    from attain.questions.checking import Checked

Subject = Annotated[
    Path,
    typer.Argument(metavar="WORKSPACE|PLAN", help="The folder that holds attain.yaml, or a plan.", show_default=False),
]
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


def check(subject: Subject, shape: Format = Shape.TEXT) -> None:
    """Read everything, check the plans, run their examples, and print every problem at once.

    Each problem has its place, its reason and a fix. Nothing is written. A single plan is checked against what
    attain.yaml declares. Where nothing is wrong the linter's findings follow: what a plan may mean and should not
    surprise anybody. They are notes and warnings, which leave the exit status at 0; what a plan lists under 'accept'
    is shown as accepted.
    """
    from attain.cli.printing import print_problems, say
    from attain.diagnostics import render_json

    if not subject.exists():
        stop(f"there is no folder or plan '{subject}'")
    checked = _checked(subject)
    if shape is Shape.JSON:
        say(render_json(checked.diagnostics))
    else:
        print_problems(checked.diagnostics)
    if not checked.is_usable:
        raise typer.Exit(PROBLEMS)


def _checked(subject: Path) -> "Checked":
    from attain.cli.commands.calculate import calculated
    from attain.cli.printing import count_of, step
    from attain.questions.checking import check_file, linted

    if subject.is_dir():
        opened, checked = calculated(subject)
        if not checked.is_usable:
            return checked
        with step("looking for surprises") as looking:
            before = len(checked.diagnostics)
            checked = linted(opened, checked)
            looking.found = count_of(len(checked.diagnostics) - before, "finding")
        return checked
    with step(f"checking {subject}") as doing:
        checked = check_file(subject)
        doing.found = count_of(len(checked.examples), "example")
    return checked
