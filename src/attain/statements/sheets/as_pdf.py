"""A statement as PDF, set by typst: tagged, so that it can be read aloud, and the same bytes for the same statement.

Texts reach the template as data (JSON), never as markup.
"""

import json
from datetime import UTC, datetime
from importlib.resources import files

import typst

from attain.statements.figures import Figures
from attain.statements.sheets.model import Cell, Sheet, Statement, shown

STANDARD = "ua-1"  # PDF/UA-1: every element tagged, a title and a language


class PdfWriter:
    """Sets statements; fonts are looked for once."""

    def __init__(self) -> None:
        self._template = files("attain.statements").joinpath("templates/statement.typ").read_bytes()
        self._compiler = typst.Compiler()

    def pdf_of(self, statement: Statement) -> bytes:
        """Set a statement."""
        e = statement.explanation
        day = datetime(e.ends_before.year, e.ends_before.month, e.ends_before.day, tzinfo=UTC)
        told = {
            "title": statement.title,
            "workspace": e.workspace,
            "heading": statement.heading,
            "sheets": [_told(sheet) for sheet in statement.sheets],
        }
        made = self._compiler.compile(
            self._template,
            format="pdf",
            sys_inputs={"statement": json.dumps(told, ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(day.timestamp()),
        )
        assert isinstance(made, bytes), "one document was asked for"
        return made


def _told(sheet: Sheet) -> dict[str, object]:
    figures = Figures(sheet.currency)
    kinds = ["number" if column.is_money else "place" if column.kind == "place" else "text" for column in sheet.columns]

    def texts(cells: tuple[Cell, ...]) -> list[str]:
        return [shown(cell, column, figures) for cell, column in zip(cells, sheet.columns, strict=True)]

    return {
        "title": sheet.title,
        "note": sheet.note,
        "titles": [column.title for column in sheet.columns],
        "kinds": kinds,
        "rooms": [column.room for column in sheet.columns],
        "rows": [texts(row) for row in sheet.rows],
        "total": texts(sheet.total) if sheet.total is not None else [],
    }
