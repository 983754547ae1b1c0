"""Every table of every page leaves as a file: the page's own address with ``as=xlsx``, or ``as=csv`` for one of them.

A page that is asked for so writes its numbers plainly, with the currency after an amount, and days as ISO 8601 does.
Its tables are then taken out of it. So a file says what the page says, and nothing that its reader may not see. Small
words under a number follow in a column of their own, so that the number stays one.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse

from attain.statements.sheets.cells import plain_text
from attain_web.accounts.models import Account
from attain_web.shell.numbers import PLAIN_FORMS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SHARE = re.compile(r"(-?\d+(?:\.\d+)?)%")
LEFT_OUT = frozenset({"form", "button", "select", "svg", "textarea", "script"})
WIDEST = 60
BREAK = "\x00"  # no text of a page holds it
MOST_DIGITS = 15  # what a spreadsheet keeps of a number


@dataclass
class Taken:
    """A table as it stands on a page.

    Attributes:
        name: what it is called.
        rows: of texts, the first of them the headings.
        numbers: of each cell, whether a number stands in it.
        notes: of each cell, what stands under its number.
    """

    name: str = ""
    rows: list[list[str]] = field(default_factory=list[list[str]])
    numbers: list[list[bool]] = field(default_factory=list[list[bool]])
    notes: list[list[str]] = field(default_factory=list[list[str]])

    @property
    def slug(self) -> str:
        """Its name in an address and a file."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "table"


class ExportedTables:
    """Answers with the tables of a page where its address asks for a file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; a page becomes a file of its tables."""
        answer = self.get_response(request)
        form = request.GET.get("as", "")
        is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
        if form not in PLAIN_FORMS or request.method != "GET" or not is_page or not isinstance(request.user, Account):
            return answer
        found = tables_in(answer.content.decode())
        name = next((one.slug for one in found), "table")
        if form == "xlsx":
            return _file(as_workbook(found), XLSX, f"{name}.xlsx")
        asked = request.GET.get("table", "")
        chosen = next((one for one in found if not asked or one.slug == asked), None)
        if chosen is None:
            raise Http404("the page has no such table")
        return _file(as_text(chosen).encode(), "text/csv; charset=utf-8", f"{chosen.slug}.csv")


def tables_in(page: str) -> list[Taken]:
    """Take the tables out of a page; those without rows are left out."""
    reader = _Reader()
    reader.feed(page)
    return [_with_notes(one) for one in reader.found if len(one.rows) > 1]


def _with_notes(table: Taken) -> Taken:
    """Write what stands under numbers into columns of their own, after all others."""
    heads = table.rows[0]
    noted = [at for at in range(len(heads)) if any(at < len(row) and row[at] for row in table.notes[1:])]
    if not noted:
        return table
    rows = [[*heads, *(f"{heads[at]}, note" for at in noted)]]
    numbers = [[*table.numbers[0], *[False] * len(noted)]]
    for cells, kinds, notes in zip(table.rows[1:], table.numbers[1:], table.notes[1:], strict=True):
        missing = len(heads) - len(cells)
        rows.append([*cells, *[""] * missing, *(notes[at] if at < len(notes) else "" for at in noted)])
        numbers.append([*kinds, *[False] * (missing + len(noted))])
    return Taken(table.name, rows, numbers)


def as_text(table: Taken) -> str:
    """Write a table as CSV; a column of one currency names it once, above."""
    rows = [list(row) for row in table.rows]
    for at in range(max(len(row) for row in rows)):
        codes = {found[2] for row in rows[1:] if at < len(row) and (found := AMOUNT.fullmatch(row[at]))}
        if len(codes) == 1:
            rows[0][at] = f"{rows[0][at]} ({codes.pop()})"
            for row in rows[1:]:
                found = AMOUNT.fullmatch(row[at]) if at < len(row) else None
                if found is not None:
                    row[at] = found[1]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def as_workbook(tables: Sequence[Taken]) -> bytes:
    """Write tables as a workbook, each on a sheet: numbers as numbers, every other cell as a text that is never run."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats: dict[str, object] = {}

        def shaped(shape: str) -> object:
            return formats.setdefault(shape, book.add_format({"num_format": shape}))

        names: set[str] = set()
        for table in tables or [Taken("Nothing", [["This page has no table with rows"]])]:
            sheet = book.add_worksheet(_sheet_name(table.name, names))
            for column, heading in enumerate(table.rows[0]):
                sheet.write_string(0, column, heading, bold)
            for line, row in enumerate(table.rows[1:], 1):
                for column, cell in enumerate(row):
                    is_number = table.numbers[line][column]
                    if (found := AMOUNT.fullmatch(cell)) and len(found[1]) <= MOST_DIGITS:
                        digits = len(found[1].partition(".")[2])
                        shape = f"#,##0{'.' + '0' * digits if digits else ''} [${found[2]}]"
                        sheet.write_number(line, column, float(found[1]), shaped(shape))
                    elif (found := SHARE.fullmatch(cell)) is not None:
                        sheet.write_number(line, column, float(found[1]) / 100, shaped("0.0%"))
                    elif is_number and NUMBER.fullmatch(cell) and len(cell) <= MOST_DIGITS:
                        sheet.write_number(line, column, float(cell))
                    else:
                        sheet.write_string(line, column, cell)
            sheet.freeze_panes(1, 0)
            sheet.autofit(WIDEST * 7)
    return written.getvalue()


def _safe(cell: str) -> str:
    return cell if NUMBER.fullmatch(cell) or AMOUNT.fullmatch(cell) or SHARE.fullmatch(cell) else plain_text(cell)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have, and that no other one has."""
    base = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:27] or "Table"
    made, number = base, 1
    while made.lower() in taken:
        number += 1
        made = f"{base} {number}"
    taken.add(made.lower())
    return made


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class _Reader(HTMLParser):
    """Reads the tables of a page of ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Taken] = []
        self._said: list[str] = []
        self._left_out = 0
        self._in_caption = self._in_cell = self._is_heading = self._is_number = False
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell, or what is left out of one."""
        given = dict(attrs)
        if tag == "table":
            self.found.append(Taken())
        elif not self.found:
            return
        elif tag == "caption":
            self._in_caption, self._said = True, []
        elif tag == "tr":
            self.found[-1].rows.append([])
            self.found[-1].numbers.append([])
            self.found[-1].notes.append([])
        elif tag in {"td", "th"}:
            self._in_cell, self._said = True, []
            self._is_number = "n" in (given.get("class") or "").split()
            self._span = int(given.get("colspan") or 1)
        elif tag in LEFT_OUT and self._in_cell:
            self._left_out += 1
        elif tag in {"small", "br", "dt", "p", "div"} and self._in_cell:
            self._said.append(BREAK)

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag == "caption" and self._in_caption:
            self.found[-1].name, self._in_caption = _joined(self._said), False
        elif tag in {"td", "th"} and self._in_cell and self.found[-1].rows:
            cell, note = _parted(self._said) if self._is_number else (_joined(self._said), "")
            self.found[-1].rows[-1].extend([cell, *[""] * (self._span - 1)])
            self.found[-1].numbers[-1].extend([self._is_number] * self._span)
            self.found[-1].notes[-1].extend([note, *[""] * (self._span - 1)])
            self._in_cell, self._left_out = False, 0
        elif tag in LEFT_OUT and self._left_out:
            self._left_out -= 1

    def handle_data(self, words: str) -> None:
        """Take words that stand in a cell or name the table."""
        if self._in_caption or (self._in_cell and not self._left_out):
            self._said.append(words)


def _joined(said: Sequence[str]) -> str:
    """Join words; what stands on lines of its own follows after a semicolon, and a dash is nothing."""
    text = "; ".join(_lines(said))
    return "" if text == "–" else text


def _parted(said: Sequence[str]) -> tuple[str, str]:
    """Part a number from the words under it; several amounts in one cell stay together."""
    first, *rest = _lines(said) or [""]
    is_one = any(shape.fullmatch(first) for shape in (AMOUNT, NUMBER, SHARE)) or first == "–"
    if not rest or not is_one or any(AMOUNT.fullmatch(one) for one in rest):
        return _joined(said), ""
    return "" if first == "–" else first, "; ".join(rest)


def _lines(said: Sequence[str]) -> list[str]:
    lines = (re.sub(r"\s+", " ", part).strip() for part in "".join(said).split(BREAK))
    return [line for line in lines if line]
