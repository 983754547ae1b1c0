"""Statements as PDF, XLSX and CSV.

1. Every payload in every text field of deals, roster, targets and plan: nothing is live in XLSX and CSV.
2. Negative amounts are numbers in both, and all amounts are those of the explanation.
3. A PDF is tagged and names its language and title; the same statement is the same bytes.
4. The year to date is what the tables of the run add up to.
"""

import re
import zipfile
from datetime import timedelta
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from attain.questions.explain import explain_all
from attain.reports.year_to_date import YearsToDate
from attain.runs.calculate import Results
from attain.runs.workspace import Opened
from attain.statements import Explanation, Figures
from attain.statements.sheets import Decided, PdfWriter, Statement, StatementState, csv_of, statement_of, xlsx_of
from tests.statements.sheets.payloads import PAYLOADS, cells_of, every_reading, is_live
from tests.statements.workspaces import DEALS, PLAN, ROSTER, TARGETS, calculated, write_table, write_workspace

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, Results]:
    return calculated(write_workspace(tmp_path_factory.mktemp("sheets") / "workspace"))


@pytest.fixture(scope="module")
def statements(made: tuple[Opened, Results]) -> list[Statement]:
    return all_of(*made)


def all_of(opened: Opened, results: Results) -> list[Statement]:
    assert opened.facts is not None
    years = YearsToDate(results, opened.facts.calendar)
    return [
        statement_of(e, years.so_far(e.person.payee_id, e.period_id, e.currency)) for e in explain_all(opened, results)
    ]


def sheets_of(content: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """Read a workbook: by part, rows of (type, text) of each cell; ``f`` where there is a formula."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        shared = [
            "".join(t.text or "" for t in item.iter(f"{S}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        ]
        found: dict[str, list[list[tuple[str, str]]]] = {}
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                root = ET.fromstring(book.read(name))  # noqa: S314 - our own file
                found[name] = [[cell_of(cell, shared) for cell in row] for row in root.iter(f"{S}row")]
    return found


def cell_of(cell: ET.Element, shared: list[str]) -> tuple[str, str]:
    if cell.find(f"{S}f") is not None:
        return "f", cell.findtext(f"{S}f") or ""
    value = cell.findtext(f"{S}v") or ""
    return ("s", shared[int(value)]) if cell.get("t") == "s" else (cell.get("t", "n"), value)


def hostile(folder: Path, payload: str) -> list[Statement]:
    """A workspace with one payload in every text: ids, names, titles, the plan's own texts."""
    text = payload
    quoted = '"' + "".join(c if c.isalnum() else f"\\u{ord(c):04x}" for c in text) + '"'
    plan = PLAN.replace("title: Sales 2026", f"title: {quoted}").replace(
        "statement: Commission", f"statement: {quoted}"
    )
    deals = [(f"{deal[0]}{text}", f"{text}", *deal[2:]) for deal in DEALS]
    write_workspace(folder, plan, deals)
    roster = [(payee, text, text, *rest) for payee, _, _, *rest in ROSTER]
    write_table(folder / "data" / "roster.csv", ("payee", "name", "title", "hired", "commission"), roster)
    write_table(folder / "data" / "targets.csv", ("name", "payee", "period", "amount"), TARGETS)
    return all_of(*calculated(folder))


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if not p.startswith(("\x00", "\x1f"))])
def test_no_payload_is_live_in_any_cell(payload: str, tmp_path: Path) -> None:
    """1, 2. A file with characters that no text has is refused when it is read, so two of them never come here."""
    for statement in hostile(tmp_path / "workspace", payload)[:3]:
        book = sheets_of(xlsx_of(statement))
        kinds = {kind for rows in book.values() for row in rows for kind, _ in row}
        assert kinds <= {"s", "n", "d"}, "texts, numbers and dates, never a formula"
        content = csv_of(statement)
        assert [cell for cell in every_reading(content) if is_live(cell)] == []


def test_a_workbook_has_no_links_and_no_outside_parts(statements: list[Statement]) -> None:
    """1."""
    with zipfile.ZipFile(BytesIO(xlsx_of(statements[0]))) as book:
        names = book.namelist()
        text = b"".join(book.read(name) for name in names if name.startswith("xl/worksheets"))
    assert not [name for name in names if "external" in name or "calcChain" in name or "vba" in name]
    assert b"<hyperlink" not in text
    assert b"<f>" not in text


def test_amounts_are_numbers_and_add_up(statements: list[Statement]) -> None:
    """2."""
    negatives = 0
    for statement in statements:
        e = statement.explanation
        header, *rows = cells_of(csv_of(statement))
        at = header.index("earning_amount")
        assert [Fraction(row[at]) for row in rows] == [line.earning_amount for line in e.lines]
        negatives += sum(row[at].startswith("-") for row in rows)
        numbers = [
            Fraction(f"{float(text):.15g}")
            for row in _of_payment(statement)
            for kind, text in row
            if kind == "n" and text
        ]
        assert sum(numbers[:-1]) == numbers[-1] == e.paid
    assert negatives > 0


def _of_payment(statement: Statement) -> list[list[tuple[str, str]]]:
    """The rows of the sheet that leads to the payment: the second one."""
    return list(sheets_of(xlsx_of(statement)).values())[1]


def test_the_same_statement_is_the_same_bytes(statements: list[Statement]) -> None:
    """3."""
    writer = PdfWriter()
    for form in (xlsx_of, csv_of, writer.pdf_of, PdfWriter().pdf_of):
        assert form(statements[1]) == form(statements[1])
    assert writer.pdf_of(statements[1]) == PdfWriter().pdf_of(statements[1])


def test_a_pdf_is_tagged(statements: list[Statement]) -> None:
    """3."""
    content = PdfWriter().pdf_of(statements[0])
    assert content.startswith(b"%PDF-")
    for mark in (rb"/MarkInfo", rb"/Marked true", rb"/StructTreeRoot", rb"/Lang", rb"pdfuaid:part"):
        assert re.search(mark, content), mark


def test_markup_in_a_name_stays_text(tmp_path: Path) -> None:
    """3. What typst would read as markup, code or a comment comes out as it was written."""
    payload = '#read("/etc/passwd") *bold* `raw` $x$ // comment'
    statements = hostile(tmp_path / "workspace", payload)
    assert statements[0].title.startswith(f"Statement of {payload}")
    assert PdfWriter().pdf_of(statements[0])


def test_the_year_to_date_is_what_the_tables_add_up_to(
    made: tuple[Opened, Results], statements: list[Statement]
) -> None:
    """4."""
    opened, results = made
    assert opened.facts is not None
    for statement in statements:
        e: Explanation = statement.explanation
        so_far = YearsToDate(results, opened.facts.calendar).so_far(e.person.payee_id, e.period_id, e.currency)
        assert so_far is not None
        last = e.ends_before - timedelta(days=1)
        ends = results.tables["periods"].select("period_id", "ends_before").unique()
        own = (pl.col("payee_id") == e.person.payee_id) & (pl.col("ends_before") <= e.ends_before)
        rows = (
            results.tables["payments"].join(ends, on="period_id").filter(own, pl.col("ends_before").dt.year() == 2026)
        )
        assert so_far.year == str(last.year)
        assert so_far.paid == Fraction(rows["paid"].sum(), 100)
        lines = results.tables["earnings"].join(ends, on="period_id").filter(own)
        assert sum(row[2] for row in so_far.components) == Fraction(lines["pay_amount"].sum(), 100)
        assert sum(row[1] for row in so_far.components) == sum(part.pay_earned for part in e.components)


def test_what_was_decided_by_hand_is_in_the_payment_and_in_the_year(made: tuple[Opened, Results]) -> None:
    opened, results = made
    assert opened.facts is not None
    years = YearsToDate(results, opened.facts.calendar)
    e = next(one for one in explain_all(opened, results) if one.paid)
    so_far = years.so_far(e.person.payee_id, e.period_id, e.currency)
    assert so_far is not None
    decided = (Decided("ADJ-1", "Adjustment", Fraction(1500, 100)), Decided("ADJ-2", "Hold", Fraction(-5)))
    state = StatementState("Approved on 2026-02-03", decided, {e.period_id: Fraction(10)})
    paper = statement_of(e, so_far, state)
    heading = dict(paper.heading)
    figures = Figures(e.currency)
    assert heading["Calculated"] == figures.money(e.paid)
    assert heading["Payment"] == figures.money(e.paid + 10)
    assert heading[f"Paid in {so_far.year} so far"] == figures.money(so_far.paid + 10)
    assert heading["State"] == "Approved on 2026-02-03"
    assert "Note" not in heading
    by_hand, year = (
        next(s for s in paper.sheets if title in s.title) for title in ("Decided by hand", "to date, by pay period")
    )
    assert by_hand.total == ("In all", None, Fraction(10))
    assert year.total is not None
    assert year.total[-1] == so_far.paid + 10
