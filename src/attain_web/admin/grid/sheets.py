"""A table as a workbook that comes back: its rows on the first sheet, and on the second what it was made of.

The second sheet names the table and a digest of its rows. A workbook whose digest is not that of the rows as they are
now is stale: somebody changed them meanwhile, and loading it would undo what they did.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import polars as pl
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from attain.statements.sheets.cells import is_like_formula
from attain_web.actions.acting import Refused

STAMP = "Attain"
IDENTITY = {"roster": ("payee", "from"), "targets": ("name", "payee", "title", "period", "from")}
MOST_SHEET = 5 * 2**20


@dataclass(frozen=True)
class Changed:
    """A row that a sheet adds, changes or leaves out.

    Attributes:
        kind: ``added``, ``changed`` or ``deleted``.
        key: what identifies it.
        said: for each column that differs its name, what it said, and what it says.
    """

    kind: str
    key: tuple[str, ...]
    said: tuple[tuple[str, str, str], ...]


def digest_of(texts: pl.DataFrame) -> str:
    """Return a digest of rows, whatever their order."""
    columns = sorted(texts.columns)
    rows = sorted("\x1f".join(f"{cell or ''}" for cell in row) for row in texts.select(columns).iter_rows())
    return sha256("\x1e".join([*columns, *rows]).encode()).hexdigest()


def as_workbook(table: str, texts: pl.DataFrame, headers: Mapping[str, str]) -> bytes:
    """Write rows as a workbook; every cell is a text, so that none is run.

    Args:
        table: its name.
        texts: its rows.
        headers: the header of each column, as the workspace's file has it.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet, stamp = book.add_worksheet(table[:31]), book.add_worksheet(STAMP)
        shown = [name for name in texts.columns if name in headers]
        bold = book.add_format({"bold": True})
        for at, name in enumerate(shown):
            sheet.write_string(0, at, headers[name], bold)
            for line, text in enumerate(texts[name].to_list(), 1):
                if text is not None:
                    sheet.write_string(line, at, text)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        stamp.write_column(0, 0, ["Made by Attain; leave this sheet as it is", table, digest_of(texts)])
    return written.getvalue()


def read_workbook(content: bytes, table: str, now: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """Read a workbook that came back, as texts under the names of columns.

    Args:
        content: of the file.
        table: which it should be of.
        now: the rows as they are now.
        headers: the header of each column.

    Raises:
        Refused: it is no such workbook, it is stale, it lacks a column, or a cell of it is a formula.
    """
    again = "download the sheet, change it, and upload it again"
    if len(content) > MOST_SHEET:
        raise Refused("the file is larger than 5 MB", again)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        stamp = [str(row[0]) for row in book.get_sheet_by_name(STAMP).to_python()] if STAMP in book.sheet_names else []
    except (CalamineError, OSError, ValueError, IndexError):
        raise Refused("the file is no workbook (XLSX)", again) from None
    if len(stamp) < 3 or stamp[1] != table:
        raise Refused(f"the file is not the sheet of {table}", again)
    if stamp[2] != digest_of(now):
        raise Refused("the sheet is stale: the rows were changed since it was downloaded", again)
    if not rows:
        raise Refused("the sheet has no header", again)
    found = [str(cell).strip() for cell in rows[0]]
    named = {header: name for name, header in headers.items() if name in now.columns}
    lacking = [header for header in named if header not in found]
    if lacking:
        raise Refused(f"the sheet has no column '{lacking[0]}'", "leave the headers as they are")
    kept = [row for row in rows[1:] if any(str(cell).strip() for cell in row)]
    columns = {named[header]: [_text(row[at]) for row in kept] for at, header in enumerate(found) if header in named}
    _refuse_formulas(columns)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def changes_between(table: str, before: pl.DataFrame, after: pl.DataFrame) -> list[Changed]:
    """Return what a sheet adds, changes and leaves out, by what identifies a row."""
    keys = [name for name in IDENTITY.get(table, ()) if name in before.columns] or before.columns[:1]
    names = [name for name in before.columns if name in after.columns]
    old, new = _by_key(before.select(names), keys), _by_key(after.select(names), keys)
    made = [Changed("added", key, _differing({}, row)) for key, row in new.items() if key not in old]
    made += [
        Changed("changed", key, said) for key, row in new.items() if key in old and (said := _differing(old[key], row))
    ]
    return made + [Changed("deleted", key, _differing(row, {})) for key, row in old.items() if key not in new]


def _by_key(texts: pl.DataFrame, keys: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in texts.iter_rows(named=True):
        key = tuple(str(row[name] or "") for name in keys)
        while key in found:
            key = (*key, "again")
        found[key] = {name: str(cell or "") for name, cell in row.items()}
    return found


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    names = sorted({*before, *after})
    pairs = [(name, before.get(name, ""), after.get(name, "")) for name in names]
    return tuple(one for one in pairs if not _same(one[1], one[2]))


def _same(one: str, other: str) -> bool:
    """Whether two cells say the same: 894000 and 894000.00 do."""
    if one == other:
        return True
    try:
        return bool(one and other) and float(one) == float(other)
    except ValueError:
        return False


def _text(cell: object) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    said = str(cell).strip()
    return said.removesuffix(" 00:00:00") or None


def _refuse_formulas(columns: Mapping[str, Sequence[str | None]]) -> None:
    for name, cells in columns.items():
        for line, text in enumerate(cells, 2):
            if text and is_like_formula(text) and text[0] in "=@":
                raise Refused(f"line {line}, column {name}: '{text[:40]}' is a formula", "write its value")
