"""Loads: what was loaded, the workspace's own files once more, a file of one table, and undo."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from attain_web.access.viewer import viewer_of
from attain_web.actions.importing import Imported, import_workspace, undo_batch
from attain_web.admin.staging import as_file, config_text, likely, read_upload, tables_in, trial, wanted_headers
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Done, Number, Page, Paging
from attain_web.figures.workspace import config_of
from attain_web.store.models import Batch

router = Router()


class BatchRow(Schema):
    """A batch: what was read, accepted and rejected of each table, with sums."""

    batch_no: int
    kind: str
    loaded_at: datetime
    by: str
    digest: str
    undoes: int | None
    tables: dict[str, Any]


@reads(router, "/batches", like="admin:loads", gives=Page[BatchRow])
def list_batches(request: HttpRequest, paging: Query[Paging]) -> Page[BatchRow]:
    """List the batches, the newest first."""
    del request
    rows = [
        BatchRow(
            batch_no=one.batch_no,
            kind=one.kind,
            loaded_at=one.loaded_at,
            by=one.acting_user,
            digest=one.digest,
            undoes=one.undoes_id,
            tables=one.summary,
        )
        for one in Batch.objects.all()
    ]
    return paged(rows, paging, lambda one: [-one.batch_no])


@acts(router, "/batches", like="admin:load-files", gives=Done)
def load_files(request: HttpRequest) -> Done:
    """Load the workspace's own files; what is new, changed and gone becomes a batch."""
    return _done(import_workspace(settings.WORKSPACE, acting_user=viewer_of(request).user))


@acts(router, "/tables/{table}/rows", like="admin:load-trial", gives=Done)
def load_table(
    request: HttpRequest, table: str, file: Annotated[UploadedFile, File()], is_part: Annotated[bool, Form()] = True
) -> Done:
    """Load a CSV, XLSX or Parquet file of one table, columns found by their names; with errors nothing is loaded."""
    config = config_of(config_text(settings.WORKSPACE))
    tables = tables_in(config) if config else {}
    if table not in tables:
        raise NotSo(404, f"there is no table called '{table}'", f"it is one of {', '.join(sorted(tables))}")
    wanted = wanted_headers(tables[table])
    frame = read_upload(file, wanted)
    name = str(tables[table].file)
    mapping = {header: likely(frame.columns, header) for header in wanted}
    with trial(settings.WORKSPACE, {name: as_file(frame, mapping, name)}) as folder:
        user = viewer_of(request).user
        return _done(import_workspace(folder, acting_user=user, tables=frozenset({table}), is_part=is_part))


@acts(router, "/batches/{batch_no}/undo", like="admin:undo", gives=Done)
def undo(request: HttpRequest, batch_no: Number) -> Done:
    """Take a batch back by another one."""
    return _done(undo_batch(batch_no, acting_user=viewer_of(request).user))


def _done(made: Imported) -> Done:
    if made.batch_no is None:
        errors = [one for one in made.diagnostics if one.severity == "error"]
        raise NotSo(422, "the files have errors, and nothing was loaded", "mend what is listed", errors)
    changes = {c.table: {"added": c.added, "changed": c.changed, "gone": c.gone} for c in made.changes if c.count}
    said = f"Batch {made.batch_no} is loaded" if made.is_new else "The files say what is known already"
    return Done(said=said, values={"batch_no": made.batch_no, "is_new": made.is_new, "changes": changes})
