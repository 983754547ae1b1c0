"""Open XLSX workbooks: the sheet, its header, and its cells as typed or as written."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from attain.sources import problems
from attain.sources.files.raw import RawColumn, RawTable, Unreadable
from attain.sources.files.workbooks import failed_cells, measure

_FIX = "save it again as XLSX or CSV"

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta


def open_workbook(content: bytes, sheet: str | None, header_line: int | None, most_bytes: int) -> "Sheet":
    """Find the sheet and its header.

    Args:
        content: the workbook's bytes.
        sheet: the sheet's name; the first one by default.
        header_line: the row of the header; the first row that is not empty by default.
        most_bytes: how much it may unpack to.

    Raises:
        Unreadable: not a workbook, too large, no such sheet, or no header.
    """
    import python_calamine as calamine

    parts = measure(content, most_bytes)
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        names: list[str] = book.sheet_names
        name = sheet or (names[0] if names else "")
        if name not in names:
            fix = f"declare format: {{sheet: ...}} as one of {', '.join(names)}"
            raise Unreadable(problems.NOT_A_TABLE, f"there is no sheet '{name}'", fix)
        found = book.get_sheet_by_name(name)
        skipped_rows = found.start[0] if found.start else 0
        rows: list[list[Cell]] = found.to_python(skip_empty_area=True)
        _show_failed(rows, failed_cells(parts, names.index(name)), found.start or (0, 0))
    except (calamine.CalamineError, OSError, ValueError, pl.exceptions.PanicException):
        what = "the workbook is damaged, or of a kind that cannot be read"
        raise Unreadable(problems.NOT_A_TABLE, what, _FIX) from None
    at = _header_index(rows, header_line, skipped_rows)
    header = [str(cell) for cell in rows[at]]
    padded = sum(n != n.strip() for n in header)
    detected = [f"sheet {name}" + (" as declared" if sheet else f" of {len(names)}")]
    if padded:
        detected.append(f"{padded} header name{'s' if padded > 1 else ''} trimmed")
    return Sheet([n.strip() for n in header], detected, rows[at + 1 :], skipped_rows + at + 2)


def _show_failed(rows: list[list[Cell]], failed: dict[tuple[int, int], str], start: tuple[int, int]) -> None:
    """Put errors such as #DIV/0! back where the reader leaves an empty cell."""
    for (row, column), text in failed.items():
        at, position = row - start[0], column - start[1]
        if 0 <= at < len(rows) and 0 <= position < len(rows[at]):
            rows[at][position] = text


def _header_index(rows: Sequence[Sequence[Cell]], header_line: int | None, skipped_rows: int) -> int:
    if header_line:
        at = header_line - 1 - skipped_rows
        if 0 <= at < len(rows):
            return at
    for index, row in enumerate(rows if not header_line else ()):
        if any(cell != "" for cell in row):
            return index
    raise Unreadable(problems.EMPTY, "the sheet has no header", "name another sheet, or export it again")


@dataclass
class Sheet:
    """A sheet whose header is known."""

    header: list[str]
    detected: list[str]
    rows: list[list[Cell]]
    first_line: int

    def read(self, positions: list[int]) -> RawTable:
        """Read the columns at these positions of the header."""
        used = [any(cell != "" for cell in row) for row in self.rows]
        lines = [self.first_line + i for i, is_used in enumerate(used) if is_used]
        rows = [row for row, is_used in zip(self.rows, used, strict=True) if is_used]
        columns = {p: _column([row[p] if p < len(row) else "" for row in rows]) for p in positions}
        blank_count = _blank_inside(used)
        said = (f"{blank_count} empty row{'s' if blank_count > 1 else ''} skipped",) if blank_count else ()
        return RawTable(columns, pl.Series("lines", lines, dtype=pl.Int64), (), said)


def _blank_inside(used: list[bool]) -> int:
    last = max((i for i, is_used in enumerate(used) if is_used), default=-1)
    return used[: last + 1].count(False)


def _column(cells: list[Cell]) -> RawColumn:
    """Keep what the workbook types apart from what somebody typed as text."""
    written = pl.Series("cells", [c if isinstance(c, str) and c else None for c in cells], dtype=pl.String)
    native = pl.Series("cells", [None if isinstance(c, str) else plain_text(c) for c in cells], dtype=pl.String)
    if native.null_count() == len(cells):
        return RawColumn(written=written)
    return RawColumn(written=written if written.null_count() < len(cells) else None, native=native)


def plain_text(cell: object) -> str:
    """Write a typed value in plain notation: shortest exact decimal, ISO date, true or false.

    >>> plain_text(19.99), plain_text(5.0), plain_text(True), plain_text(dt.datetime(2026, 1, 31))
    ('19.99', '5', 'true', '2026-01-31')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
