"""Load the pipeline of a workspace: opportunities, every history of them, and what surrounds them.

Everything is read, whatever fails, so that all problems are shown at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic, in_order
from attain.documents import Node
from attain.sources.config import FormatConfig, HistoryConfig, TableConfig, WorkspaceConfig
from attain.sources.files.contents import MIB
from attain.sources.files.opening import open_table
from attain.sources.files.queries import ask
from attain.sources.files.raw import RawTable, Unreadable
from attain.sources.header import find_columns
from attain.sources.loading import read_calendar
from attain.sources.pipeline.columns import FIELD_CHANGES, OPPORTUNITIES, SNAPSHOTS, SURROUNDINGS, VERSIONS, key_of
from attain.sources.pipeline.deals import with_days, with_expected
from attain.sources.pipeline.hubspot import is_json, read_properties
from attain.sources.pipeline.kept import DEALS, HISTORY, LINES, KeptPipeline, Loads, kept_fields
from attain.sources.pipeline.spreading import Columns, spread
from attain.sources.plain.kept import read_kept
from attain.sources.readings.reading import trimmed
from attain.sources.source import TableRead, diagnose, type_table
from attain.sources.specs import ColumnSpec, TableSpec, column_spec, table_spec
from attain.sources.table import REJECTS, SourceSummary, SourceTable
from attain.sources.workspace import check_table, read_workspace, resolve

_FIELD_KINDS = ("salesforce_fields", "hubspot")


@dataclass(frozen=True)
class HistoryTable:
    """One history as read, and how it was declared."""

    config: HistoryConfig
    table: SourceTable


@dataclass(frozen=True)
class LoadedPipeline:
    """The pipeline of a workspace as read.

    Attributes:
        config: attain.yaml; None when it could not be read.
        opportunities: the deals as they stand; None when there are none or they could not be read.
        histories: what is known of their changes, in the order of attain.yaml.
        surroundings: accounts, leads, campaigns, activities and the others, by name.
        rejects, reconciliation, diagnostics: as for every source.
        calendar: the calendar's part of attain.yaml, with its files read in.
        loads: every load of the deals, where a store keeps them; None for files.
    """

    config: WorkspaceConfig | None
    opportunities: SourceTable | None
    histories: tuple[HistoryTable, ...]
    surroundings: dict[str, SourceTable]
    rejects: pl.DataFrame
    reconciliation: list[SourceSummary]
    diagnostics: list[Diagnostic]
    calendar: Node | None = None
    loads: Loads | None = None


def load_pipeline(folder: Path, kept: KeptPipeline | None = None) -> LoadedPipeline:
    """Load the section ``pipeline`` of a workspace; nothing is loaded where there is none.

    Args:
        folder: the workspace.
        kept: its tables as a store keeps them; its files are read without.
    """
    config, found = read_workspace(folder)
    if config is None or config.pipeline is None:
        return LoadedPipeline(config, None, (), {}, REJECTS.empty(), [], in_order(found))
    reading = _Reading(folder, config, found, kept)
    pipeline = config.pipeline
    deals = reading.table(DEALS, pipeline.opportunities, OPPORTUNITIES, ("id",))
    histories = [
        HistoryTable(one, table)
        for at, one in enumerate(pipeline.history, 1)
        if (table := reading.history(f"{HISTORY} {at}", one)) is not None
    ]
    calendar, wrong = read_calendar(folder, config)
    named = ((name, getattr(pipeline, name), columns) for name, columns in SURROUNDINGS.items())
    around = {name: reading.table(name, declared, columns, key_of(name)) for name, declared, columns in named}
    loads = _loads(kept, deals, around[LINES])
    return LoadedPipeline(
        config=config,
        opportunities=deals if loads is None else _last_of(loads.deals),
        histories=tuple(histories),
        surroundings={name: table for name, table in around.items() if table is not None},
        rejects=pl.concat([REJECTS.empty(), *reading.rejects]),
        reconciliation=reading.summaries,
        diagnostics=in_order([*reading.diagnostics, *wrong]),
        calendar=calendar,
        loads=loads,
    )


def _loads(kept: KeptPipeline | None, deals: SourceTable | None, lines: SourceTable | None) -> Loads | None:
    if kept is None or deals is None:
        return None
    return Loads(deals, lines, kept.gone, kept.taken, kept.deal_loads, kept.batch_no, kept.loaded_at)


def _last_of(deals: SourceTable) -> SourceTable:
    """Return the last row of each deal, be it gone since."""
    return replace(deals, frame=deals.frame.unique("id", keep="last", maintain_order=True))


@dataclass
class _Reading:
    folder: Path
    config: WorkspaceConfig
    diagnostics: list[Diagnostic]
    kept: KeptPipeline | None = None
    rejects: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    summaries: list[SourceSummary] = field(default_factory=list[SourceSummary])

    def history(self, name: str, config: HistoryConfig) -> SourceTable | None:
        """Read one history."""
        if config.kind in _FIELD_KINDS:
            return self.table(name, config, FIELD_CHANGES, ())
        return self.table(name, config, VERSIONS if config.kind == "salesforce_history" else SNAPSHOTS, ())

    def table(
        self, name: str, config: TableConfig | None, columns: tuple[ColumnSpec, ...], key: tuple[str, ...]
    ) -> SourceTable | None:
        """Read one table; None where none is declared or it cannot be read."""
        if config is None or (self.kept is None and check_table(config, "", self.folder)):
            return None
        spec = self._spec(name, config, columns, key)
        try:
            read = self._read(spec, config) if self.kept is None else self._kept(spec, config, self.kept)
        except Unreadable as problem:
            self.diagnostics.append(diagnose(problem, spec.file))
            return None
        if read is None:
            return None
        self.diagnostics += read.diagnostics
        self.rejects.append(read.rejects)
        self.summaries += [read.summary] if read.summary else []
        return read.table

    def _kept(self, spec: TableSpec, config: TableConfig, kept: KeptPipeline) -> TableRead | None:
        """Read a table that a store keeps; None where nothing of it was ever loaded."""
        own = kept.tables.get(spec.name)
        if own is None or not own.texts.height:
            return None
        if isinstance(config, HistoryConfig) and config.kind in _FIELD_KINDS:
            spec = replace(spec, columns=kept_fields(own))
        if own.keys is not None:  # every version of each row
            spec = replace(spec, key=(), has_unique_key=False)
        return read_kept(spec, own)

    def _spec(self, name: str, config: TableConfig, columns: tuple[ColumnSpec, ...], key: tuple[str, ...]) -> TableSpec:
        declared = {str(n): column_spec(n, c) for n, c in config.columns.items()}
        own = (_declared(column, declared.pop(column.name, None)) for column in columns)
        made = replace(table_spec(name, config, self.config), columns=(*own, *declared.values()), key=key)
        made = replace(made, has_unique_key=bool(key))
        if isinstance(config, HistoryConfig) and config.kind in _FIELD_KINDS:
            # What an API writes has a decimal point, never a thousands separator.
            form = FormatConfig.model_copy(made.form, update={"decimal": made.form.decimal or "."})
            return replace(made, form=form)
        return made

    def _read(self, spec: TableSpec, config: TableConfig) -> TableRead:
        raw, columns = self._raw(spec, config)
        detected: tuple[str, ...] = ()
        if isinstance(config, HistoryConfig) and config.kind in _FIELD_KINDS:
            raw, columns, detected = spread(raw, columns, spec.time_zone)
        elif spec.name == DEALS or isinstance(config, HistoryConfig):
            raw, detected = with_days(raw, columns, spec.time_zone)
        columns, said = _of_100(raw, columns, spec)
        read = type_table(replace(raw, detected=(*raw.detected, *detected, *said)), columns, spec)
        return read if read.table is None else replace(read, table=with_expected(read.table))

    def _raw(self, spec: TableSpec, config: TableConfig) -> tuple[RawTable, Columns]:
        most = self.config.limits.unpacked_mib * MIB
        name = config.file if config.file is not None else config.sql.sqlite if config.sql else None
        path = resolve(self.folder, str(name)) if name is not None else None
        if isinstance(config, HistoryConfig) and config.kind == "hubspot" and path and is_json(path, most):
            return read_properties(path, most)
        if spec.query:
            opened = ask(spec.query, path)
        else:
            assert path is not None, "a table without a query has a file"
            wanted = [word for c in spec.columns for word in (c.header or c.name, *c.also)]
            opened = open_table(path, spec.form, wanted, most)
        found = find_columns(opened.header, spec)
        if found.unreadable:
            self.diagnostics += [diagnose(problem, spec.file) for problem in found.unreadable[1:]]
            raise found.unreadable[0]
        raw = opened.read([position for _, position in found.columns])
        detected = (*opened.detected, *found.detected, *raw.detected)
        return replace(raw, detected=detected), found.columns


def _declared(column: ColumnSpec, own: ColumnSpec | None) -> ColumnSpec:
    """Read a column as attain.yaml says: its name and notation, but never another type than it has."""
    if own is None:
        return column
    return replace(own, kind=column.kind, is_required=column.is_required, may_lack=False, also=())


def _of_100(raw: RawTable, columns: Columns, spec: TableSpec) -> tuple[Columns, tuple[str, ...]]:
    """Read 60 as 60 % where a probability goes beyond 1: none can be more than 100 %."""
    percents = [at for column, at in columns if column.kind == "percent" and column.percent is None]
    written = [texts for at in percents if (texts := raw.columns[at].written) is not None]
    if spec.form.percent or not _go_beyond_one(written):
        return columns, ()
    chosen = tuple((replace(c, percent="of_100") if at in percents else c, at) for c, at in columns)
    return chosen, ("probability: 60 read as 60 %",)


def _go_beyond_one(columns: Iterable[pl.Series]) -> bool:
    numbers = (
        trimmed(c, ()).str.replace(",", ".", literal=True).cast(pl.Decimal(38, 9), strict=False) for c in columns
    )
    return any(bool((column.abs() > 1).any()) for column in numbers)
