"""Targets and assignments as workbooks: out, back with a preview, refused when stale, foreign, or with a formula."""

import io
from collections.abc import Callable
from http import HTTPStatus

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from attain_web.actions.importing import undo_batch
from tests.web.conftest import ROOT
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
UP = "/run/grids/targets/upload"


def rows_of(content: bytes) -> list[list[list[str]]]:
    """Both sheets of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[[str(cell) for cell in row] for row in book.get_sheet_by_index(at).to_python()] for at in (0, 1)]


def workbook(rows: list[list[str]], stamp: list[list[str]]) -> SimpleUploadedFile:
    """A workbook as a spreadsheet saves it: numbers are numbers."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, sheet_rows in (("targets", rows), ("Attain", stamp)):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(sheet_rows):
                for at, cell in enumerate(row):
                    sheet.write_number(line, at, float(cell)) if cell.isdigit() and at else sheet.write(line, at, cell)
    return SimpleUploadedFile("targets.xlsx", written.getvalue())


def test_a_sheet_comes_back_with_a_preview_and_a_stale_one_is_refused(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    rows, stamp = rows_of(client.get("/run/grids/targets/download").content)
    original = (ROOT / "demo/adventure_works_live/data/quotas.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(original)
    at = rows[0].index("amount")
    changed = [list(row) for row in rows]
    changed[1][at] = "123456"
    taken = changed.pop(2)
    added = list(rows[3])
    added[rows[0].index("period")] = "FY2013-Q1" if added[rows[0].index("period")] != "FY2013-Q1" else "FY2013-Q2"
    added[rows[0].index("payee")] = "275"
    added[rows[0].index("name")] = "spring"
    answer = client.post(UP, {"file": workbook([*changed, added], stamp)})
    assert answer.status_code == HTTPStatus.FOUND
    where = answer.headers["Location"]
    page = client.get(where).content.decode()
    said = text_of(page)
    assert "Added 1 Changed 1 Deleted 1" in said
    assert f"amount: {rows[1][at]} to 123456" in said
    assert f"{taken[0]} {taken[1]}" in said
    other = client.post(UP, {"file": workbook([*changed, added], stamp)}).headers["Location"]
    late = client.get(other).content.decode()
    loaded = client.post(where + "/load", fields(page, where + "/load"))
    assert loaded.status_code == HTTPStatus.FOUND
    assert "123456" in client.get("/run/targets").content.decode()
    assert "The sheet is stale" in client.post(other + "/load", fields(late, other + "/load")).content.decode()
    stale = client.post(UP, {"file": workbook(rows, stamp)})
    assert stale.status_code == HTTPStatus.CONFLICT
    assert "The sheet is stale" in stale.content.decode()
    from attain_web.store.models import Batch

    newest = Batch.objects.order_by("-batch_no").first()
    assert newest is not None
    undo_batch(newest.batch_no, acting_user="paula.barreto")
    assert rows_of(client.get("/run/grids/targets/download").content)[0] == rows


def test_what_is_no_sheet_is_explained(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    rows, stamp = rows_of(client.get("/run/grids/targets/download").content)
    at = rows[0].index("amount")
    live = [list(row) for row in rows]
    live[1][at] = "'@SUM(A1)"
    other = [[stamp[0][0]], ["roster"], stamp[2]]
    wrong = [list(row) for row in rows]
    wrong[1][at] = "a lot"
    for file, what in (
        (SimpleUploadedFile("x.xlsx", b"%PDF"), "is no workbook"),
        (workbook(rows, [["x"]]), "is not the sheet of targets"),
        (workbook(rows, other), "is not the sheet of targets"),
        (workbook([row[:at] for row in rows], stamp), "has no column &#x27;amount&#x27;"),
    ):
        answer = client.post(UP, {"file": file})
        assert answer.status_code == HTTPStatus.CONFLICT
        assert what in answer.content.decode()
    live[1][at] = "@SUM(A1)"
    assert "is a formula" in client.post(UP, {"file": workbook(live, stamp)}).content.decode()
    where = client.post(UP, {"file": workbook(wrong, stamp)}).headers["Location"]
    page = client.get(where).content.decode()
    assert "&#x27;a lot&#x27; is not a number" in page
    assert f'action="{where}/load"' not in page
    assert client.post(UP).status_code == HTTPStatus.CONFLICT
    assert signed_in("laura.norman").post(UP, {"file": workbook(rows, stamp)}).status_code == HTTPStatus.FORBIDDEN


def test_assignments_go_out_as_a_workbook_too(signed_in: Enter) -> None:
    client = signed_in("laura.norman")
    assert "Sales Representative" in client.get("/run/assignments").content.decode()
    rows, _ = rows_of(client.get("/run/grids/roster/download").content)
    assert "name" in rows[0]
    assert "Linda Mitchell" in [row[rows[0].index("name")] for row in rows]
    assert client.get("/run/grids/deals/download").status_code == HTTPStatus.NOT_FOUND
