"""Read one table: open it, find its columns, type them, refuse rows, reconcile.

Rows and sums in are accepted plus rejected:

    orders  31,465 rows = 31,464 accepted + 1 rejected
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from attain.diagnostics import CODES, Diagnostic, Place
from attain.expressions.types import ColumnType
from attain.sources import problems
from attain.sources.files.opening import open_table
from attain.sources.files.raw import OpenTable, RawColumn, RawTable, Unreadable
from attain.sources.header import find_columns
from attain.sources.readings.columns import type_columns
from attain.sources.reconciling import sums_of
from attain.sources.rejecting import find_orphans, find_refusals
from attain.sources.specs import CURRENCY, ColumnSpec, TableSpec
from attain.sources.table import REJECTS, SOURCE_LINE, SourceSummary, SourceTable

MOST_DIAGNOSTICS = 1_000


@dataclass(frozen=True)
class TableRead:
    """One table read: its accepted rows (None if nothing could be read), rejects, summary and diagnostics."""

    table: SourceTable | None
    rejects: pl.DataFrame
    summary: SourceSummary | None
    diagnostics: list[Diagnostic]


@dataclass(frozen=True)
class Parent:
    """The table that child rows belong to, and which of its columns each key column names."""

    table: SourceTable
    pairs: dict[str, str]


def read_table(spec: TableSpec, path: Path | None, most_bytes: int, parent: Parent | None = None) -> TableRead:
    """Read one table of a workspace.

    Args:
        spec: what is to be read.
        path: the file, or the SQLite file of a query; None for a query to a server.
        most_bytes: how much the file may unpack to.
        parent: the table that the rows belong to.
    """
    try:
        opened = _open(spec, path, most_bytes)
    except Unreadable as problem:
        return _nothing(spec, [problem])
    found = find_columns(opened.header, spec)
    if found.unreadable:
        return _nothing(spec, found.unreadable)
    try:
        raw = opened.read([position for _, position in found.columns])
    except Unreadable as problem:
        return _nothing(spec, [problem])
    constants = tuple((c, -at) for at, c in enumerate(spec.columns, 1) if c.constant is not None)
    cells = {position: _repeated(column, len(raw.lines)) for column, position in constants}
    detected = (*opened.detected, *found.detected, *raw.detected)
    raw = replace(raw, columns=raw.columns | cells, detected=detected)
    return type_table(raw, (*found.columns, *constants), spec, parent)


def _repeated(column: ColumnSpec, row_count: int) -> RawColumn:
    return RawColumn(written=pl.repeat(column.constant, row_count, dtype=pl.String, eager=True))


def _open(spec: TableSpec, path: Path | None, most_bytes: int) -> OpenTable:
    if spec.query:
        from attain.sources.files.queries import ask

        return ask(spec.query, path)
    assert path is not None, "a table without a query has a file"
    return open_table(path, spec.form, [c.header or c.name for c in spec.columns if c.constant is None], most_bytes)


def type_table(
    raw: RawTable, columns: tuple[tuple[ColumnSpec, int], ...], spec: TableSpec, parent: Parent | None = None
) -> TableRead:
    """Type the cells of a table, refuse rows and reconcile."""
    typed, unclear = type_columns(raw, columns, spec)
    if typed is None:
        return _nothing(spec, unclear)
    refusals = find_refusals(raw, typed.readings, spec)
    values = {name: reading.values for name, reading in typed.readings.items()}
    frame = pl.DataFrame({**values, SOURCE_LINE: raw.lines})  # at once: a table may have no column of its own
    if spec.has_currency_column:
        frame = frame.with_columns(pl.lit(spec.currency).alias(CURRENCY))
    rejects = refusals.rejects
    if parent:
        sound = _without(frame, rejects["line"])
        orphans = find_orphans(sound, spec, parent.table, parent.pairs)
        rejects = pl.concat([rejects, orphans]).sort("line", "column", maintain_order=True)
    refused_lines = rejects["line"].unique()
    accepted = ~raw.lines.is_in(refused_lines.implode())
    types = {name: reading.type for name, reading in typed.readings.items()}
    types |= {CURRENCY: ColumnType("text")} if spec.has_currency_column else {}
    rows_in = len(raw.lines) + len(raw.broken)
    summary = SourceSummary(
        name=spec.name,
        file=spec.file,
        rows_in=rows_in,
        rows_accepted=int(accepted.sum()),
        rows_rejected=len(refused_lines),
        sums=sums_of(typed.readings, accepted, refusals.numbers),
        detected=(*raw.detected, *typed.detected),
    )
    key = spec.key if set(spec.key) <= set(types) else ()
    as_of = spec.as_of if spec.as_of in types else None
    table = SourceTable(spec.name, _without(frame, refused_lines), types, key, as_of, spec.file)
    found = diagnose_rejects(rejects, spec.on_reject)
    if not rows_in:
        found.append(
            Diagnostic.of(problems.NO_ROWS, Place(spec.file, 1), "no row below the header", "check the export")
        )
    return TableRead(table, rejects, summary, found)


def _without(frame: pl.DataFrame, lines: pl.Series) -> pl.DataFrame:
    """Leave out some lines; where there are none, the frame is not copied."""
    return frame.filter(~pl.col(SOURCE_LINE).is_in(lines.unique().implode())) if len(lines) else frame


def _nothing(spec: TableSpec, unreadable: Sequence[Unreadable]) -> TableRead:
    found = [diagnose(problem, spec.file) for problem in unreadable]
    if spec.query:
        found = [replace(diagnostic, where=spec.query.place) for diagnostic in found]
    return TableRead(None, REJECTS.empty(), None, found)


def diagnose(problem: Unreadable, file: str) -> Diagnostic:
    """Turn what makes a file unreadable into a diagnostic."""
    return Diagnostic.of(problem.code, Place(file, problem.line), problem.what, problem.fix)


def diagnose_rejects(rejects: pl.DataFrame, on_reject: str) -> list[Diagnostic]:
    """Turn rejects into diagnostics: errors, or warnings where the source only reports them.

    At most 1,000; what is left out is counted by code.
    """
    severity = "error" if on_reject == "stop" else "warning"
    found: list[Diagnostic] = []
    for row in rejects.head(MOST_DIAGNOSTICS).iter_rows(named=True):
        place = Place(row["file"], row["line"], 0, row["column"])
        made = Diagnostic.of(CODES[row["code"]], place, row["reason"], row["fix"])
        found.append(replace(made, severity=severity))
    rest = rejects.slice(MOST_DIAGNOSTICS).group_by("file", "code", maintain_order=True).len()
    for file, code, count in rest.sort("code").iter_rows():
        what = f"and {count:,} more of {code}"
        made = Diagnostic.of(CODES[code], Place(file), what, "see the table of rejects for all of them")
        found.append(replace(made, severity=severity))
    return found
