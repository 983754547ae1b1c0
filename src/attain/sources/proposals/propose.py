"""Propose how a file is read: names, types, key and date, each with its reason, for a person to check."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic
from attain.expressions.types import Kind
from attain.sources.config import FormatConfig
from attain.sources.files.contents import MIB
from attain.sources.files.opening import open_table
from attain.sources.files.raw import RawColumn, RawTable, Unreadable
from attain.sources.proposals.infer import infer_kind
from attain.sources.proposals.recognise import RecognisedColumn, recognise
from attain.sources.readings.notation import find_day_order, find_decimal_mark
from attain.sources.readings.reading import text_of_native, trimmed
from attain.sources.source import diagnose

_MOST_BYTES = 4096 * MIB
_SAMPLE = 20_000
_DATES = ("close_date", "order_date", "booking_date", "invoice_date", "date", "expected_close_date")


@dataclass(frozen=True)
class ProposedColumn:
    """A column as proposed.

    Attributes:
        name: as plans would call it.
        header: its name in the file.
        kind: its type.
        reason: why that name and type.
        settings: further settings, such as ``percent: of_100``.
        is_known: recognised by name, so proposed for use; others are proposed as comments.
    """

    name: str
    header: str
    kind: Kind
    reason: str
    settings: dict[str, str] = field(default_factory=dict)
    is_known: bool = True


@dataclass(frozen=True)
class Proposal:
    """How one file could be read.

    ``format`` holds settings of the whole file that its values do not settle, for a person to choose.
    """

    file: str
    columns: tuple[ProposedColumn, ...]
    key: tuple[str, ...]
    as_of: str | None
    detected: tuple[str, ...]
    format: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> ProposedColumn | None:
        """Return the proposed column of that name."""
        return next((c for c in self.columns if c.name == name), None)

    @property
    def text(self) -> str:
        """The proposal in lines for people."""
        lines = [f"{self.file}: {', '.join(self.detected)}"]
        width = max((len(c.header) for c in self.columns if c.is_known), default=0)
        lines += [f"  {c.header:<{width}} → {c.name}: {c.kind}  ({c.reason})" for c in self.columns if c.is_known]
        rest = [c.header for c in self.columns if not c.is_known]
        if rest:
            lines.append(f"  not proposed for use, only noted: {', '.join(rest)}")
        lines.append(f"  key: {', '.join(self.key) or 'none found: no column is filled and different in every row'}")
        lines.append(f"  dated by: {self.as_of or 'no date found'}")
        return "\n".join(lines)


def propose(path: Path, shown: str | None = None) -> tuple[Proposal | None, list[Diagnostic]]:
    """Propose how a file is read.

    Args:
        path: the file, wherever it lies.
        shown: its name in messages; the file name by default.
    """
    name = shown or path.name
    try:
        opened = open_table(path, FormatConfig(), [], _MOST_BYTES)
        raw = opened.read(list(range(len(opened.header))))
    except Unreadable as problem:
        return None, [diagnose(problem, name)]
    recognised = recognise(opened.header)
    positions = {r.header: opened.header.index(r.header) for r in recognised}
    columns = [_column(r, raw.columns[positions[r.header]]) for r in recognised]
    columns = columns if any(c.is_known for c in columns) else [_known(c) for c in columns]
    unclear = _unclear(columns, {c.name: raw.columns[positions[c.header]] for c in columns}, raw)
    proposal = Proposal(
        file=name,
        columns=tuple(columns),
        key=_key(columns, raw, positions),
        as_of=_as_of(columns),
        detected=(*opened.detected, *raw.detected),
        format=unclear,
    )
    return proposal, []


def _head(column: RawColumn) -> RawColumn:
    written = None if column.written is None else column.written.head(_SAMPLE)
    return RawColumn(written, None if column.native is None else column.native.head(_SAMPLE))


def _column(recognised: RecognisedColumn, cells: RawColumn) -> ProposedColumn:
    inferred = infer_kind(recognised.name, _head(cells))
    kind = recognised.kind or inferred
    settings: dict[str, str] = {}
    if not recognised.system:
        is_useful = kind in {"money", "date", "bool", "percent"}
        reason = f"by its values{_settle(kind, cells, settings)}"
        return ProposedColumn(recognised.name, recognised.header, kind, reason, settings, is_useful)
    reason = recognised.system
    fits = (
        kind in {"text", "payee"} or inferred == kind or (inferred in {"count", "decimal", "money"} and kind != "date")
    )
    if not fits and inferred != "text":
        kind, reason = inferred, f"{recognised.system}, type by its values"
    reason += _settle(kind, cells, settings)
    return ProposedColumn(recognised.name, recognised.header, kind, reason, settings)


def _settle(kind: Kind, cells: RawColumn, settings: dict[str, str]) -> str:
    """Add what the values of a number column ask for, and return the reason."""
    reason = ""
    if kind not in {"money", "decimal", "percent"}:
        return reason
    texts = _texts(cells)
    if texts.str.contains(r"[.,][0-9]{10,}$").any():
        settings["round"] = "2" if kind == "money" else "6"
        reason += f", float noise rounded to {settings['round']} decimals"
    if kind == "percent" and _beyond_one(texts):
        settings["percent"] = "of_100"
        reason += ", 60 read as 60 %"
    return reason


def _known(column: ProposedColumn) -> ProposedColumn:
    return ProposedColumn(column.name, column.header, column.kind, column.reason, column.settings)


def _beyond_one(texts: pl.Series) -> bool:
    numbers = texts.filter(~texts.str.contains("%", literal=True)).cast(pl.Decimal(38, 9), strict=False)
    return bool((numbers.abs() > 1).any())


def _texts(cells: RawColumn) -> pl.Series:
    parts = [
        p for p in (cells.written, None if cells.native is None else text_of_native(cells.native)) if p is not None
    ]
    return trimmed(parts[0] if len(parts) == 1 else pl.select(pl.coalesce(parts)).to_series(), ())


def _unclear(columns: list[ProposedColumn], cells: dict[str, RawColumn], raw: RawTable) -> dict[str, str]:
    """Name the settings that the values do not settle."""
    unclear: dict[str, str] = {}

    def written(*kinds: Kind) -> dict[str, pl.Series]:
        chosen = [c.name for c in columns if c.is_known and c.kind in kinds]
        return {n: trimmed(w, ()) for n in chosen if (w := cells[n].written) is not None}

    try:
        find_day_order(written("date"), raw.lines)
    except Unreadable as problem:
        unclear["date"] = problem.what
    try:
        find_decimal_mark(written("money", "decimal", "count", "percent"), raw.lines)
    except Unreadable as problem:
        unclear["decimal"] = problem.what
    return unclear


def _key(columns: list[ProposedColumn], raw: RawTable, positions: dict[str, int]) -> tuple[str, ...]:
    """Take the first column, or pair of columns, that is filled and different in every row."""
    texts = [c for c in columns if c.kind in {"text", "count"}]
    ranked = sorted(texts, key=lambda c: (c.name != "id", not c.name.endswith("id"), not c.is_known))[:8]
    cells = {c.name: _texts(raw.columns[positions[c.header]]) for c in ranked}
    filled = [name for name, column in cells.items() if not column.null_count()]
    for name in filled:
        if cells[name].n_unique() == len(cells[name]):
            return (name,)
    for at, first in enumerate(filled[:4]):
        for second in filled[at + 1 : 4]:
            pair = pl.DataFrame({"a": cells[first], "b": cells[second]})
            if pair.n_unique() == pair.height:
                return first, second
    return ()


def _as_of(columns: list[ProposedColumn]) -> str | None:
    dates = [c.name for c in columns if c.kind == "date" and c.is_known]
    first = next((name for name in _DATES if name in dates), None)
    rest = [name for name in dates if name not in {"created_on", "changed_on"} and "modified" not in name]
    return first or (rest[0] if rest else None)
