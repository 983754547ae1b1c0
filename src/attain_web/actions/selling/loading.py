"""The pipeline's tables beside those of pay: loaded with the same batch, and read as known at a batch."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import connections

from attain.documents import read_yaml, validate
from attain.opportunities import midnight_of
from attain.runs.pipeline import OpenedPipeline, open_pipeline
from attain.sources import Kept, KeptPipeline, SourceTable
from attain.sources.config import CONFIG_FILE, WorkspaceConfig
from attain_web.actions.acting import ENGINE, Act
from attain_web.actions.calculating.inputs import columns_at
from attain_web.actions.persons import named_without, said_of_people
from attain_web.store.embedded.cluster import VAR
from attain_web.store.facts import revealed
from attain_web.store.facts.pipelines import DEALS, PEOPLE, PREFIX, kept_tables, pipeline_rows, pipeline_tables
from attain_web.store.facts.rows import TableRows
from attain_web.store.models import Batch


def facts_of(act: Act, opened: OpenedPipeline) -> list[TableRows]:
    """Return the pipeline's facts, inside an action; what names people is kept where it can be erased."""
    found = pipeline_tables(opened.loaded).items()
    return [_people(act, table) if name == PREFIX + PEOPLE else pipeline_rows(name, table) for name, table in found]


def _people(act: Act, table: SourceTable) -> TableRows:
    return pipeline_rows(PREFIX + PEOPLE, table, named_without(act, table, person="id"))


def newest_batch() -> Batch | None:
    """Return the last batch."""
    return Batch.objects.using(ENGINE).select_related("config").order_by("-batch_no").first()


def open_kept(workspace: Path, batch_no: int | None = None) -> OpenedPipeline | None:
    """Open the pipeline as known at a batch, by the attain.yaml of then; None where no deals were ever loaded.

    Args:
        workspace: where it is.
        batch_no: the batch; the last one by default.
    """
    batches = Batch.objects.using(ENGINE).select_related("config").order_by("-batch_no")
    batch = batches.filter(**({} if batch_no is None else {"batch_no": batch_no})).first()
    kept = None if batch is None else kept_at_batch(batch)
    if batch is None or kept is None:
        return None
    with pinned_files(workspace, batch.config.files) as folder:
        return open_pipeline(folder, kept)


def kept_at_batch(batch: Batch) -> KeptPipeline | None:
    """Return the pipeline's tables as known at a batch; None where no deals were loaded by then."""
    columns = {name: own for name, own in columns_at(batch.batch_no).items() if name.startswith(PREFIX)}
    if not columns:
        return None
    known = list(
        Batch.objects.using(ENGINE).filter(batch_no__lte=batch.batch_no).select_related("config").order_by("batch_no")
    )
    undone = _undone(known)
    counted = [one for one in known if one.batch_no not in undone]
    with connections[ENGINE].cursor() as cursor:
        tables, gone = kept_tables(cursor, columns, batch.batch_no, undone)
    people = tables.get(PEOPLE)
    if people is not None:
        tables[PEOPLE] = _replaced(people)
    return KeptPipeline(
        tables,
        gone,
        taken={one.batch_no: _taken(one) for one in counted},
        deal_loads=tuple(one.batch_no for one in counted if PREFIX + DEALS in one.summary),
        batch_no=batch.batch_no,
        loaded_at=batch.loaded_at,
    )


def _replaced(people: Kept) -> Kept:
    return replace(people, texts=revealed(people.texts, said_of_people()))


def _undone(known: list[Batch]) -> set[int]:
    """Return the batches that were taken back, and those that took them back; what took back may itself be."""
    found: set[int] = set()
    for one in reversed(known):
        if one.undoes_id is not None and one.batch_no not in found:
            found |= {one.batch_no, one.undoes_id}
    return found


def _taken(batch: Batch) -> datetime:
    """Return when the rows of a batch were taken: the day that attain.yaml says, else when they were loaded."""
    node, _ = read_yaml(batch.config.files[CONFIG_FILE], CONFIG_FILE)
    config, _ = validate(WorkspaceConfig, node, CONFIG_FILE) if node is not None else (None, [])
    if config is None or config.pipeline is None:
        return batch.loaded_at
    own = config.pipeline.opportunities
    day = (own.taken if own else None) or config.today
    return midnight_of(day, str(config.time_zone)) if day else batch.loaded_at


@contextmanager
def pinned_files(workspace: Path, files: dict[str, str]) -> Iterator[Path]:
    """Write the texts of a batch into a folder of their own while they are read."""
    with tempfile.TemporaryDirectory(prefix="pinned-", dir=workspace.joinpath(VAR)) as name:
        for file, text in files.items():
            path = Path(name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        yield Path(name)
