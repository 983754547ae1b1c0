"""A statement as a workbook: a sheet per table, amounts as numbers, texts as texts, and not one formula.

A number that a spreadsheet cannot hold exactly (it keeps 15 digits) is written as a text, to the last digit.
"""

import re
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter

from attain.money import minor_digits
from attain.statements.figures import exact_text
from attain.statements.sheets.cells import is_like_formula
from attain.statements.sheets.model import Cell, Sheet, Statement

_MOST_DIGITS = 15
_MOST_CHARACTERS = 32_000
_WIDTHS = {"text": 22, "place": 34, "money": 15, "change": 15, "date": 13}
_OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


class _Book:
    """A workbook with the formats that cells of each kind have."""

    def __init__(self, book: Any) -> None:
        self.book = book  # XlsxWriter's own, which says nothing about its types
        self._formats: dict[tuple[object, ...], Any] = {}

    def format(self, **settings: object) -> Any:
        """Return the format with these settings, made once."""
        key = tuple(sorted(settings.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **settings})
        return self._formats[key]

    def put(self, sheet: Any, at: tuple[int, int], cell: Cell, *, currency: str, bold: bool) -> None:
        """Write a cell."""
        row, place = at
        look = {"bold": True, "top": 1} if bold else {}
        if cell is None or cell == "":
            sheet.write_blank(row, place, None, self.format(**look))
        elif isinstance(cell, date):
            day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 -- a day of the calendar has no zone
            sheet.write_datetime(row, place, day, self.format(num_format="yyyy-mm-dd", **look))
        elif isinstance(cell, Fraction) and (number := held(cell)) is not None:
            sheet.write_number(row, place, number, self.format(num_format=_number_format(currency), **look))
        else:
            self.put_text(sheet, at, exact_text(cell) if isinstance(cell, Fraction) else cell, **look)

    def put_text(self, sheet: Any, at: tuple[int, int], text: str, **look: object) -> None:
        """Write a text, marked so that it stays one when somebody edits the cell."""
        quoted = {"quote_prefix": True} if is_like_formula(text) else {}
        sheet.write_string(*at, text[:_MOST_CHARACTERS], self.format(text_wrap=True, **quoted, **look))


def xlsx_of(statement: Statement) -> bytes:
    """Write a statement as an XLSX file; the same bytes for the same statement."""
    memory = BytesIO()
    with _workbook(memory) as book:
        ends = statement.explanation.ends_before
        made = datetime(ends.year, ends.month, ends.day)  # noqa: DTZ001 -- a fixed date, for the same bytes again
        book.set_properties({"title": statement.title, "author": statement.explanation.workspace, "created": made})
        writer = _Book(book)
        first = book.add_worksheet("Statement")
        first.set_column(0, 0, 26)
        first.set_column(1, 1, 70)
        for row, (name, value) in enumerate(statement.heading):
            writer.put_text(first, (row, 0), name, bold=True)
            writer.put_text(first, (row, 1), value)
        names = {"statement"}
        for sheet in statement.sheets:
            _put_sheet(writer, sheet, _sheet_name(sheet.title, names))
    return memory.getvalue()


def _workbook(memory: BytesIO) -> Any:
    return xlsxwriter.Workbook(memory, _OPTIONS)


def _put_sheet(writer: _Book, sheet: Sheet, name: str) -> None:
    made = writer.book.add_worksheet(name)
    top = 0
    if sheet.note:
        writer.put_text(made, (0, 0), sheet.note)
        top = 2
    for place, column in enumerate(sheet.columns):
        made.set_column(place, place, _WIDTHS[column.kind])
        title = f"{column.title} ({sheet.currency})" if column.is_money else column.title
        writer.put_text(made, (top, place), title, bold=True, bottom=1)
    made.freeze_panes(top + 1, 0)
    for number, cells in enumerate(sheet.rows, start=top + 1):
        for place, cell in enumerate(cells):
            writer.put(made, (number, place), cell, currency=sheet.currency, bold=False)
    for place, cell in enumerate(sheet.total or ()):
        writer.put(made, (top + 1 + len(sheet.rows), place), cell, currency=sheet.currency, bold=True)


def held(value: Fraction) -> float | None:
    """Return the number a spreadsheet keeps for a value; None where it would keep another.

    >>> held(Fraction(-5, 2)), held(Fraction(12345678901234567, 100)), held(Fraction(1, 3))
    (-2.5, None, None)
    """
    number = float(value)
    return number if Fraction(f"{number:.{_MOST_DIGITS}g}") == value else None


def _number_format(currency: str) -> str:
    digits = minor_digits(currency)
    return f"#,##0.{'0' * digits}" if digits else "#,##0"


def _sheet_name(title: str, taken: set[str]) -> str:
    """Name a sheet: at most 31 characters, none that is not allowed, no name twice."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:31].strip() or "Sheet"
    name, number = plain, 2
    while name.lower() in taken or name.lower() == "history":
        name, number = f"{plain[:27]} {number}", number + 1
    taken.add(name.lower())
    return name
