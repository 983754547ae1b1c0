"""Load a workspace's files into the store, and take a load back."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.runs.pipeline import OpenedPipeline, open_pipeline
from attain.sources import Loaded, SourceSummary, load
from attain.sources.config import CONFIG_FILE
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.people import keep_visible
from attain_web.actions.persons import without_names
from attain_web.actions.selling.loading import facts_of
from attain_web.store.facts.pipelines import PREFIX, pipeline_tables
from attain_web.store.facts.rows import TableRows, tables_of
from attain_web.store.facts.writing import Change, changed_later, undo_changes, write_changes
from attain_web.store.models import Batch, ConfigVersion


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        batch_no: the batch it made; the last one there was when nothing had changed; None when it was refused.
        is_new: whether it made one.
        changes: per table, what is new, changed and gone.
        diagnostics: what is wrong with the files.
    """

    batch_no: int | None
    is_new: bool
    changes: tuple[Change, ...]
    diagnostics: tuple[Diagnostic, ...]


def import_workspace(
    folder: Path, *, acting_user: str, tables: frozenset[str] = frozenset(), is_part: bool = False
) -> Imported:
    """Load the files of a workspace: what is new, changed and gone becomes one batch. With errors nothing is loaded.

    The same files again add nothing.

    Args:
        folder: the workspace.
        acting_user: who loads.
        tables: only these; all when empty.
        is_part: the files hold only some rows, so that what they lack is not gone.
    """
    loaded = load(folder)
    selling = _selling(folder, loaded, tables)
    found = tuple(in_order([*loaded.diagnostics, *(selling.diagnostics if selling else ())]))
    if loaded.config is None or has_errors(found):
        return Imported(None, is_new=False, changes=(), diagnostics=found)
    rows = [table for table in tables_of(loaded) if not tables or table.table in tables]
    deals = set(pipeline_tables(selling.loaded)) if selling else set[str]()
    unknown = tables - {table.table for table in rows} - deals
    if unknown:
        raise Refused(f"there is no table called '{min(unknown)}'", f"name a source of {CONFIG_FILE}")
    config = config_files(folder, loaded)
    with acting("import_workspace", acting_user=acting_user, subject=str(folder)) as act:
        rows = [without_names(act, loaded) if table.table == "roster" else table for table in rows]
        rows += [table for table in facts_of(act, selling) if not tables or table.table in tables] if selling else []
        made = _Batch.begun(act, config)
        changes = [write_changes(act.cursor, table, made.number, is_whole=not is_part) for table in rows]
        if not sum(change.count for change in changes) and made.is_known_config:
            act.is_empty = True
            return Imported(made.number - 1, is_new=False, changes=tuple(changes), diagnostics=found)
        read = {summary.name: summary for summary in loaded.reconciliation}
        read |= {PREFIX + summary.name: summary for summary in (selling.loaded.reconciliation if selling else ())}
        made.end("import", _summary(read, rows, changes), changes)
        if made.number == 1 or any(change.table == "roster" and change.count for change in changes):
            keep_visible(act.cursor)
    return Imported(made.number, is_new=True, changes=tuple(changes), diagnostics=found)


def _selling(folder: Path, loaded: Loaded, tables: frozenset[str]) -> OpenedPipeline | None:
    """Read the pipeline too; not where there is none, or only tables of pay are asked for."""
    if loaded.config is None or loaded.config.pipeline is None:
        return None
    is_asked = not tables or any(table.startswith(PREFIX) for table in tables)
    return open_pipeline(folder) if is_asked else None


def undo_batch(batch_no: int, *, acting_user: str) -> Imported:
    """Take a batch back by another one: every fact says again what it said before.

    Raises:
        Refused: there is no such batch, it was taken back already, or a later batch builds on it.
    """
    with acting("undo_batch", acting_user=acting_user, subject=str(batch_no)) as act:
        undone = Batch.objects.using(ENGINE).filter(batch_no=batch_no).first()
        if undone is None:
            raise Refused(f"there is no batch {batch_no}", "see them with 'attain batches'")
        if Batch.objects.using(ENGINE).filter(undoes=undone).exists():
            raise Refused(f"batch {batch_no} was taken back before", "nothing is left to do")
        later = changed_later(act.cursor, batch_no)
        if later:
            table, key, number = later[0]
            what = f"{table} {key} was changed again by batch {number}"
            raise Refused(what, f"take batch {number} back first")
        made = _Batch.begun(act, _config_without(undone))
        changes = [undo_changes(act.cursor, table, batch_no, made.number) for table in sorted(undone.summary)]
        made.end(
            "undo", {c.table: _counts(c) | {"columns": _columns(undone, c.table)} for c in changes}, changes, undone
        )
        keep_visible(act.cursor)
    return Imported(made.number, is_new=True, changes=tuple(changes), diagnostics=())


def add_batch(act: Act, kind: str, rows: TableRows) -> int:
    """Add rows of one table as a batch of their own, inside an action, and return its number.

    Args:
        act: the action.
        kind: what made them.
        rows: the table; what it lacks stays.
    """
    last = Batch.objects.using(ENGINE).order_by("-batch_no").first()
    if last is None:
        raise Refused("there are no facts", "run 'attain import'")
    made = _Batch.begun(act, last.config.files)
    change = write_changes(act.cursor, rows, made.number, is_whole=False)
    made.end(kind, {rows.table: _counts(change) | {"columns": list(rows.columns)}}, [change])
    return made.number


def _config_without(undone: Batch) -> dict[str, str]:
    """The attain.yaml that counts once a batch is taken back: the newest besides its own."""
    last = Batch.objects.using(ENGINE).exclude(pk=undone.pk).order_by("-batch_no").first()
    return (last or undone).config.files


def config_files(folder: Path, loaded: Loaded) -> dict[str, str]:
    """Return attain.yaml and the files of its calendar, by name."""
    assert loaded.config is not None
    names = [CONFIG_FILE, *_files_of(loaded.config.calendar_node)]
    return {name: folder.joinpath(name).read_text(encoding="utf-8-sig") for name in names}


def _files_of(calendar: object) -> list[str]:
    if not isinstance(calendar, Mapping):
        return []
    return sorted(str(part["file"]) for part in calendar.values() if isinstance(part, Mapping) and "file" in part)


@dataclass
class _Batch:
    """A batch being made: its number is the next one, because the workspace's lock is held."""

    act: Act
    number: int
    config: ConfigVersion
    is_known_config: bool

    @classmethod
    def begun(cls, act: Act, files: Mapping[str, str]) -> "_Batch":
        last = Batch.objects.using(ENGINE).order_by("-batch_no").first()
        said = "\0".join(f"{name}\0{text}" for name, text in sorted(files.items()))
        digest = sha256(said.encode()).hexdigest()
        config, _ = ConfigVersion.objects.using(ENGINE).get_or_create(hash=digest, defaults={"files": dict(files)})
        return cls(act, last.batch_no + 1 if last else 1, config, last is not None and last.config_id == digest)

    def end(self, kind: str, summary: Mapping[str, Any], changes: list[Change], undoes: Batch | None = None) -> None:
        digest = sha256("".join(f"{c.table}\0{c.digest}\0" for c in changes).encode()).hexdigest()
        batch = Batch(
            batch_no=self.number,
            kind=kind,
            loaded_at=self.act.at,
            acting_user=self.act.acting_user,
            config=self.config,
            summary=summary,
            digest=digest,
            undoes=undoes,
        )
        batch.save(using=ENGINE, force_insert=True)
        self.act.details |= {"batch": self.number, "digest": digest, "changes": {c.table: _counts(c) for c in changes}}


def _summary(read: Mapping[str, SourceSummary], rows: list[TableRows], changes: list[Change]) -> dict[str, Any]:
    """What was read, accepted and rejected, with sums, and what of it was new: completeness against the source."""
    found: dict[str, Any] = {}
    for table, change in zip(rows, changes, strict=True):
        found[table.table] = _counts(change) | {"columns": list(table.columns)}
        summary = read.get(table.table)
        if summary is not None:
            found[table.table] |= {
                "file": summary.file,
                "rows_in": summary.rows_in,
                "rows_accepted": summary.rows_accepted,
                "rows_rejected": summary.rows_rejected,
                "sums": {name: vars(sums) for name, sums in summary.sums.items()},
            }
    return found


def _counts(change: Change) -> dict[str, int]:
    return {"added": change.added, "changed": change.changed, "gone": change.gone}


def _columns(batch: Batch, table: str) -> list[str]:
    return batch.summary[table]["columns"]
