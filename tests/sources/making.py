"""Make small workspaces for tests."""

import io
from pathlib import Path

import polars as pl
import xlsxwriter

from attain.sources import Loaded, load

COLUMNS = "id: text, closed: date, amount: money, won: bool, owner: payee"
DEALS = """\
id,closed,amount,won,owner
D-1,2026-01-31,1234.50,true,AE-1
D-2,2026-02-28,-10,false,AE-2
"""


def write(folder: Path, config: str, files: dict[str, str | bytes]) -> Path:
    """Write a workspace: attain.yaml and its files."""
    for name, content in {"attain.yaml": config, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def config_of(columns: str = COLUMNS, settings: str = "", file: str = "data/deals.csv") -> str:
    """Write an attain.yaml with one source, ``deals``; settings are lines of that source."""
    lines = "".join(f"    {line}\n" for line in settings.splitlines())
    key = "" if "key:" in settings or "id:" not in columns else "    key: id\n"
    return f"currency: USD\nsources:\n  deals:\n    file: {file}\n{key}{lines}    columns: {{{columns}}}\n"


def loaded(folder: Path, content: str | bytes, columns: str = COLUMNS, settings: str = "") -> Loaded:
    """Load a workspace whose only source is ``content``."""
    return load(write(folder, config_of(columns, settings), {"data/deals.csv": content}))


def codes(read: Loaded) -> list[str]:
    """The codes of what was found, in order of place."""
    return [d.code for d in read.diagnostics]


def values(read: Loaded, column: str) -> list[object]:
    """A column of the deals, as stored."""
    return read.sources["deals"].frame[column].to_list()


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """Write an XLSX workbook; a text that starts with = is a formula that failed."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, None, "#DIV/0!")
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return stream.getvalue()


def parquet(**columns: object) -> bytes:
    """Write a Parquet file."""
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return stream.getvalue()
