"""attain import, undo, batches: facts into the store, out of it again, and what came when."""

from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import PROBLEMS
from attain_web.commands.acting import As, Json, Workspace, say, store_of, user_of

if TYPE_CHECKING:
    from attain_web.actions.importing import Imported

Only = Annotated[list[str] | None, typer.Option("--only", metavar="TABLE", help="Load only this table; repeatable.")]
Part = Annotated[bool, typer.Option("--part", help="The files hold some rows only: what they lack is not gone.")]
BatchNo = Annotated[int, typer.Argument(metavar="BATCH", help="The number of a batch.", show_default=False)]


def import_(
    workspace: Workspace, only: Only = None, part: Part = False, acting: As = None, as_json: Json = False
) -> None:
    """Load the files of a workspace into its store: what is new, what changed and what is gone becomes one batch.

    The same files again add nothing. With errors nothing is loaded.
    """
    with store_of(workspace) as folder:
        from attain.cli.printing import step
        from attain_web.actions.importing import import_workspace

        with step(f"importing {workspace}") as doing:
            done = import_workspace(folder, acting_user=user_of(acting), tables=frozenset(only or ()), is_part=part)
            doing.found = _found(done)
        _print(done, is_json=as_json)


def undo(workspace: Workspace, batch: BatchNo, acting: As = None, as_json: Json = False) -> None:
    """Take a batch back by another one: every row says again what it said before."""
    with store_of(workspace):
        from attain_web.actions.importing import undo_batch

        _print(undo_batch(batch, acting_user=user_of(acting)), is_json=as_json)


def batches(workspace: Workspace, as_json: Json = False) -> None:
    """List the batches: when, by whom, and how much was new, changed and gone."""
    with store_of(workspace):
        from attain_web.actions.acting import ENGINE
        from attain_web.store.models import Batch

        rows = [
            {
                "batch": batch.batch_no,
                "kind": batch.kind,
                "loaded_at": batch.loaded_at.isoformat(timespec="seconds"),
                "acting_user": batch.acting_user,
                **{word: sum(said[word] for said in batch.summary.values()) for word in ("added", "changed", "gone")},
                "undoes": batch.undoes_id,
            }
            for batch in Batch.objects.using(ENGINE).order_by("batch_no")
        ]
        if as_json:
            say(rows, (), is_json=True)
            return
        from attain.cli.printing import print_table

        columns = ("kind", "loaded_at", "acting_user", "batch", "added", "changed", "gone", "undoes")
        cells = [["" if row[c] is None else str(row[c]) for c in columns] for row in rows]
        print_table(columns, cells, text_column_count=3)


def _found(done: "Imported") -> str:
    if done.batch_no is None:
        return "refused"
    return f"batch {done.batch_no}" if done.is_new else f"nothing new since batch {done.batch_no}"


def _print(done: "Imported", *, is_json: bool) -> None:
    from attain.cli.printing import print_problems
    from attain.diagnostics import has_errors, render_json

    if done.batch_no is None or has_errors(done.diagnostics):
        say(None, [render_json(done.diagnostics)], is_json=False) if is_json else print_problems(done.diagnostics)
        raise typer.Exit(PROBLEMS)
    changes = [vars(change) for change in done.changes]
    lines = [f"{c.table}: {c.added:,} new, {c.changed:,} changed, {c.gone:,} gone" for c in done.changes if c.count]
    said = {"batch": done.batch_no, "is_new": done.is_new, "changes": changes}
    say(
        said,
        [f"batch {done.batch_no}" if done.is_new else f"nothing new since batch {done.batch_no}", *lines],
        is_json=is_json,
    )
