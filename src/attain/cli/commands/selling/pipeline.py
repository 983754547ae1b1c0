"""attain pipeline: deals and their history."""

from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, Shape, Workspace, folder_of

if TYPE_CHECKING:
    from attain.opportunities import Opportunities

pipeline = typer.Typer(
    name="pipeline",
    help="What the pipeline holds, at any instant, and what moved it.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
Format = Annotated[Shape, typer.Option("--format", help="Print text for people or JSON for programs.")]


@pipeline.command()
def read(workspace: Workspace, shape: Format = Shape.TEXT) -> None:
    """Read deals and every history of them, and say what was found: rows, columns, oddities, what is not known."""
    from attain.cli.printing import print_problems, say
    from attain.cli.summaries import print_reconciliation
    from attain.diagnostics import has_errors, render_json
    from attain.runs.pipeline import open_pipeline

    opened = open_pipeline(folder_of(workspace))
    if shape is Shape.JSON:
        say(render_json(opened.diagnostics))
    else:
        print_reconciliation(opened.loaded.reconciliation)
        say("")
        print_problems(opened.diagnostics)
        if opened.opportunities is not None:
            say("", *_told(opened.opportunities))
    if has_errors(opened.diagnostics):
        raise typer.Exit(PROBLEMS)


def _told(deals: "Opportunities") -> list[str]:
    from attain.cli.printing import count_of

    versions = deals.versions()
    loads = count_of(deals.last_batch, "load")
    told = ", ".join(sorted(deals.told)) or "nothing"
    return [
        f"{count_of(deals.deals.height, 'deal')} in {count_of(versions.height, 'version')}, known from {loads}",
        f"the past is told of: {told}",
    ]
