"""attain store: the embedded PostgreSQL of a workspace, started, stopped and looked at."""

import typer

from attain.cli.commands.arguments import folder_of
from attain_web.commands.acting import Json, Workspace, say, store_of

store = typer.Typer(name="store", help="The store of a workspace.", no_args_is_help=True)


@store.command()
def start(workspace: Workspace) -> None:
    """Start the embedded PostgreSQL of a workspace and bring its tables up to date."""
    with store_of(workspace):
        typer.echo("the store is ready")


@store.command()
def stop(workspace: Workspace) -> None:
    """Stop it; every other command starts it again."""
    from attain_web.store.embedded import Cluster

    typer.echo("stopped" if Cluster(folder_of(workspace)).stop() else "it was not running")


@store.command()
def status(workspace: Workspace, as_json: Json = False) -> None:
    """Say whether it runs."""
    from attain_web.store.embedded import Cluster

    is_running = Cluster(folder_of(workspace)).is_running()
    say({"is_running": is_running}, ["running" if is_running else "not running"], is_json=as_json)
