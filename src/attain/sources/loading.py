"""Load a workspace: every source with its children, roster, targets, currency rates and calendar files.

Everything is read, whatever fails, so that all problems are shown at once; tables keep the order of
attain.yaml and rows the order of their file.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic, Place, in_order
from attain.documents import Node, Text, YamlList, YamlMap, validate
from attain.expressions.types import ColumnType
from attain.sources.config import CONFIG_FILE, RatesConfig, SourceConfig, TableConfig, WorkspaceConfig
from attain.sources.files.contents import MIB
from attain.sources.plain.kept import KeptTables, read_kept
from attain.sources.source import Parent, TableRead, read_table
from attain.sources.specs import TableSpec, child_spec, parent_columns, source_spec, standard_spec, wide_rates_spec
from attain.sources.table import REJECTS, SOURCE_LINE, Loaded, SourceSummary, SourceTable
from attain.sources.workspace import check_table, read_workspace, resolve

PERIODS = "periods"


def load(folder: Path, kept: KeptTables | None = None) -> Loaded:
    """Load the workspace in a folder.

    Args:
        folder: the workspace.
        kept: its tables, where they are kept somewhere else than in its files.

    Returns:
        Its tables, their reconciliation, the rejected rows and every problem found, in order of place.
    """
    config, found = read_workspace(folder)
    if config is None:
        return Loaded(None, {}, None, None, None, None, REJECTS.empty(), [], in_order(found))
    reading = _Reading(folder, config, found, kept)
    read = {str(name): reading.source(str(name), source) for name, source in config.sources.items()}
    roster, targets = reading.standard("roster", config.roster), reading.standard("targets", config.targets)
    fx = reading.rates(config.fx)
    calendar = reading.calendar(config.calendar_node)
    return Loaded(
        config=config,
        sources={name: table for name, table in read.items() if table is not None},
        roster=roster,
        targets=targets,
        fx=fx,
        calendar=calendar,
        rejects=pl.concat([REJECTS.empty(), *reading.rejects]),
        reconciliation=reading.summaries,
        diagnostics=in_order(reading.diagnostics),
    )


def read_sources(
    folder: Path, config: WorkspaceConfig, kept: KeptTables, names: Collection[str]
) -> tuple[dict[str, SourceTable], list[Diagnostic]]:
    """Read some sources alone, with their children, from tables that are kept."""
    reading = _Reading(folder, config, [], kept)
    asked = {str(name): source for name, source in config.sources.items() if str(name) in names}
    read = {name: reading.source(name, source) for name, source in asked.items()}
    return {name: table for name, table in read.items() if table is not None}, reading.diagnostics


def read_calendar(folder: Path, config: WorkspaceConfig) -> tuple[Node | None, list[Diagnostic]]:
    """Read the calendar of a workspace alone, with its files read in as lists of periods."""
    reading = _Reading(folder, config, [])
    return reading.calendar(config.calendar_node), reading.diagnostics


@dataclass
class _Reading:
    """What has been read so far of a workspace."""

    folder: Path
    config: WorkspaceConfig
    diagnostics: list[Diagnostic]
    kept: KeptTables | None = None
    rejects: list[pl.DataFrame] = field(default_factory=list)
    summaries: list[SourceSummary] = field(default_factory=list)

    def source(self, name: str, config: SourceConfig) -> SourceTable | None:
        """Read a source and its children."""
        spec = source_spec(name, config, self.config)
        table = self._table(spec, config)
        children: dict[str, SourceTable] = {}
        for child_name, child in config.children.items():
            its_spec = child_spec(str(child_name), child, spec, self.config)
            pairs = parent_columns(its_spec.key, spec.key)
            is_known = table is not None and set(pairs.values()) <= set(table.columns)
            parent = Parent(table, pairs) if table is not None and is_known else None
            read = self._table(its_spec, child, parent)
            if read:
                children[str(child_name)] = replace(read, name=str(child_name))
        return replace(table, children=children) if table else None

    def standard(self, name: str, config: TableConfig | None) -> SourceTable | None:
        """Read the roster, the targets or the rates."""
        return self._table(standard_spec(name, config, self.config), config) if config else None

    def rates(self, config: RatesConfig | None) -> SourceTable | None:
        """Read currency rates; one column per currency becomes one row per currency."""
        if config is None or config.base is None or self.kept is not None:
            return self.standard("fx", config)
        table = self._table(wide_rates_spec(config, self.config), config)
        return _as_rows(table, str(config.base)) if table else None

    def calendar(self, node: Node | None) -> Node | None:
        """Return the calendar with its files read in as lists of periods."""
        if not isinstance(node, YamlMap):
            return node
        made = YamlMap(node.place)
        made.key_places = node.key_places
        for key, value in node.items():
            is_file = isinstance(value, YamlMap) and "file" in value
            made[key] = self._periods(value) if is_file else value
        return made

    def _periods(self, node: Node) -> YamlList:
        config, wrong = validate(TableConfig, node, CONFIG_FILE)
        self.diagnostics += wrong
        self.diagnostics += check_table(config, "the calendar", self.folder) if config else []
        table = self._table(standard_spec(PERIODS, config, self.config), config) if config else None
        listed = YamlList(getattr(node, "place", Place(CONFIG_FILE)))
        if table:
            listed.extend(_period(row, table.file) for row in table.frame.iter_rows(named=True))
        return listed

    def _table(self, spec: TableSpec, config: TableConfig, parent: Parent | None = None) -> SourceTable | None:
        if check_table(config, "", self.folder):
            return None
        read = self._kept(spec, parent) if self.kept and spec.name != PERIODS else self._filed(spec, config, parent)
        self.diagnostics += read.diagnostics
        self.rejects.append(read.rejects)
        if read.summary:
            self.summaries.append(read.summary)
        return read.table

    def _kept(self, spec: TableSpec, parent: Parent | None) -> TableRead:
        assert self.kept is not None
        kept = self.kept.tables.get(spec.name)
        return TableRead(None, REJECTS.empty(), None, []) if kept is None else read_kept(spec, kept, parent)

    def _filed(self, spec: TableSpec, config: TableConfig, parent: Parent | None) -> TableRead:
        name = config.file if config.file is not None else config.sql.sqlite if config.sql else None
        path = resolve(self.folder, str(name)) if name is not None else None
        return read_table(spec, path, self.config.limits.unpacked_mib * MIB, parent)


def _period(row: dict[str, object], file: str) -> YamlMap:
    place = Place(file, int(str(row[SOURCE_LINE])))
    period = YamlMap(place)
    for key in ("name", "starts", "before"):
        if row.get(key) is not None:
            period[key] = Text.at(str(row[key]), place)
            period.key_places[key] = place
    return period


def _as_rows(table: SourceTable, base: str) -> SourceTable:
    """Turn one column per currency into rows of date, from, to and rate at one scale."""
    scales = {name: t.scale for name, t in table.columns.items() if t.kind == "decimal"}
    scale = max(scales.values(), default=0)
    alike = table.frame.with_columns(pl.col(name) * 10 ** (scale - own) for name, own in scales.items())
    rows = alike.unpivot(list(scales), index=["date", SOURCE_LINE], variable_name="to", value_name="rate")
    rows = rows.drop_nulls("rate").sort("date", "to", maintain_order=True)
    frame = rows.select("date", pl.lit(base).alias("from"), "to", "rate", SOURCE_LINE)
    largest = frame["rate"].abs().max() if frame.height else 0
    types = {"date": table.columns["date"], "from": ColumnType("text"), "to": ColumnType("text")}
    types["rate"] = ColumnType("decimal", scale, largest if isinstance(largest, int) else 0)
    return replace(table, frame=frame, columns=types)
