"""The door of the command line: whatever happens inside, nobody sees a traceback."""

import os
import sys
from collections.abc import Sequence

import typer

from attain import __version__
from attain.cli.application import add_commands, app

INTERNAL = 70
INTERRUPTED = 130
_SHOW = "ATTAIN_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status.

    Args:
        arguments: the words after ``attain``; those of the process by default.
    """
    try:
        for problem in add_commands(app):
            typer.echo(f"attain: {problem}", err=True)
        app(args=list(arguments) if arguments is not None else None)
    except KeyboardInterrupt:
        typer.echo("attain: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except SystemExit:
        raise
    except BaseException as error:  # a panic of the engine below is no Exception
        if os.environ.get(_SHOW):
            raise
        _report(error)
        sys.exit(INTERNAL)


def _report(error: BaseException) -> None:
    """Say that the fault is Attain's own, where it is, and how to report it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/attain/")[2]
        where = f" in {file}:{trace.tb_lineno}"
    said = "".join(str(error).strip().splitlines()[:1])[:200]
    typer.echo(f"attain: an error of its own{where}: {type(error).__name__} {said}", err=True)
    typer.echo("Nothing is wrong with your plans or data that Attain could name, and nothing was written.", err=True)
    typer.echo(
        f"Please report it with these lines, the command and 'attain {__version__}'; {_SHOW}=1 shows more.", err=True
    )
