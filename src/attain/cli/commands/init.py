"""attain init: a workspace from the user's own files, or a sample."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS, stop

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to make it; the folder is created if need be.")]
Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILES", help="Your exports: CSV, XLSX or Parquet.", show_default=False),
]


def init(folder: Folder = Path(), files: Files = None) -> None:
    """Make a workspace from your files, or a small sample when none are named.

    Files are copied into data/. Their columns are recognised; what is proposed is shown and written into attain.yaml,
    with a roster, targets and a first plan drafted from them. Nothing is ever overwritten.
    """
    from attain.cli.printing import print_problems, say
    from attain.diagnostics import has_errors
    from attain.sources import init_workspace

    missing = [str(file) for file in files or [] if not file.is_file()]
    if missing:
        stop(f"there is no file '{missing[0]}'")
    if folder.is_file():
        stop(f"'{folder}' is a file; name a folder first, then the files")
    try:
        made, proposal, problems = init_workspace(folder, files or [])
    except OSError as error:
        stop(f"'{folder}' cannot be written to: {error.strerror or error}")
    if problems:
        print_problems(problems)
    if has_errors(problems):
        raise typer.Exit(PROBLEMS)
    say(proposal, "", "written:")
    say(*(f"  {path.relative_to(folder).as_posix()}" for path in made))
    say("", f"next: read attain.yaml and plans/, then  attain check {folder}")
    if "\npipeline:" in (folder / "attain.yaml").read_text(encoding="utf-8"):
        say(f"for the pipeline:  attain report {folder}")
