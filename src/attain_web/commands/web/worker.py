"""attain worker: does what was asked for in the background."""

from typing import Annotated

import typer

from attain_web.commands.acting import Workspace, store_of

Follows = Annotated[bool, typer.Option("--follows-parent", hidden=True, help="End when whoever started it ends.")]


def worker(workspace: Workspace, follows_parent: Follows = False) -> None:
    """Take jobs from the queue until Ctrl-C; `attain serve` starts one by itself, and more may run beside it."""
    with store_of(workspace):
        from attain_web.jobs.worker import run_worker

        run_worker(follows_parent=follows_parent)
