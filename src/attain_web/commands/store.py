"""attain store: the embedded PostgreSQL of a workspace, started, stopped and looked at, backed up and restored."""

from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import folder_of
from attain_web.commands.acting import As, Json, Workspace, say, store_of, user_of

store = typer.Typer(name="store", help="The store of a workspace.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a zip.", show_default=False)]
Key = Annotated[Path | None, typer.Option("--key", help="A copy of the signing key, where the workspace lost it.")]


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


@store.command()
def backup(workspace: Workspace, file: File, acting: As = None, as_json: Json = False) -> None:
    """Write the whole store into one signed file; keep var/signing.key somewhere else."""
    with store_of(workspace) as folder:
        from attain.cli.printing import step
        from attain_web.actions.keeping.backups import back_up_store

        with step("backing up") as doing:
            said = back_up_store(folder, file, acting_user=user_of(acting))
            doing.found = f"{file.stat().st_size:,} bytes"
        ends = " and ".join(f"the {chain} up to {height:,}" for chain, (height, _) in said["heads"].items())
        say(said, [f"written to {file}: {ends}"], is_json=as_json)


@store.command()
def restore(workspace: Workspace, file: File, key: Key = None, acting: As = None, as_json: Json = False) -> None:
    """Make the store of a workspace that has none from a backup, and verify it against the signed heads."""
    with store_of(workspace) as folder:
        from attain.cli.printing import step
        from attain_web.actions.keeping.backups import restore_store

        with step("restoring") as doing:
            done = restore_store(folder, file, acting_user=user_of(acting), key_file=key)
            doing.found = f"as of {done.backed_up_at[:19]}"
        ends = {"ledger": done.ledger.head.height, "audit": done.audit.head.height}
        line = f"restored: {ends['ledger']:,} entries of the ledger and {ends['audit']:,} rows of the audit hold"
        say({"backed_up_at": done.backed_up_at, "heads": ends}, [line], is_json=as_json)
