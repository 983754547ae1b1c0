"""Adjustments in bulk: looked at first, drafted all or none, and only about whom the reader may see."""

import io
from collections.abc import Callable
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attain_web.actions.acting import ENGINE
from attain_web.store.models import Decision
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
BULK, LOOK, DRAFT = (f"/team/adjustments/bulk{end}" for end in ("", "/look", "/draft"))
HEADER = "payee,period,amount,currency,reason,kind,expires"
FAIR = "276,FY2014-Q3,150.00,USD,Fair in Seattle,,"
GOOD = f"{HEADER}\n{FAIR}\n277,FY2014-Q3,-20.5,USD,Paid twice,adjustment,2014-06-30\n"


def file(text: str | bytes, name: str = "adjustments.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def looked(client: Client, sent: Any) -> tuple[int, str]:
    answer = client.post(LOOK, {"file": sent})
    return answer.status_code, answer.content.decode()


def workbook(rows: list[list[object]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER.split(","), *rows]):
            sheet.write_row(at, 0, row)
    return written.getvalue()


def test_a_file_is_looked_at_and_then_drafted_once(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    before = Decision.objects.using(ENGINE).count()
    status, page = looked(client, file(GOOD))
    assert status == HTTPStatus.OK
    said = text_of(page)
    assert "Adjustments in USD +$129.50 2 lines" in said
    assert "−$20.50" in said
    assert Decision.objects.using(ENGINE).count() == before
    lines = unescape(page.split('<textarea name="lines" hidden>')[1].split("</textarea>")[0]).lstrip("\n")
    form = fields(page, DRAFT) | {"lines": lines}
    assert client.post(DRAFT, form).status_code == HTTPStatus.FOUND
    assert "2 are drafted" in client.get("/team/adjustments").content.decode()
    made = list(Decision.objects.using(ENGINE).order_by("-at")[:2])
    assert {(one.payee_id, one.decided_amount, str(one.expires_on)) for one in made} == {
        ("276", 150_00, "None"),
        ("277", -20_50, "2014-06-30"),
    }
    again = client.post(DRAFT, form)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "this form was sent before" in again.content.decode()
    assert Decision.objects.using(ENGINE).count() == before + 2


def test_a_workbook_is_read_with_its_numbers_and_days(signed_in: Enter) -> None:
    rows: list[list[object]] = [[276, "FY2014-Q3", 12.5, "USD", "Typed as a number", "hold", "2014-06-30"]]
    status, page = looked(signed_in("paula.barreto"), file(workbook(rows), "adjustments.xlsx"))
    assert status == HTTPStatus.OK, text_of(page)
    assert "Holds in USD −$12.50 1 line" in text_of(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("payee,period\n276,FY2014-Q3\n", "has no column 'amount'"),
        (f"{HEADER}\n", "has no rows"),
        (f"{HEADER}\n276,FY2014-Q3,1.005,USD,x,,\n", "Line 2 of 'adjustments.csv' has the amount '1.005'"),
        (f"{HEADER}\n276,FY2014-Q3,1,USD,x,,soon\n", "expires on 'soon'"),
        (f"{HEADER}\n276,FY2014-Q3,1,USD,x,gift,\n", "'gift' is no kind of decision"),
        (f"{HEADER}\n{FAIR}\n276,FY1999-Q3,1,USD,x,,\n", "Decision 2 of 2: no plan has the pay period"),
        (f"{HEADER}\n276,FY2014-Q3,1,EUR,x,,\n", "276 is not paid in EUR"),
        (b"%PDF-1.7", "the file is a PDF"),
        (b"PK\x03\x04 no workbook", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(signed_in: Enter, text: str | bytes, said: str) -> None:
    before = Decision.objects.using(ENGINE).count()
    status, page = looked(signed_in("paula.barreto"), file(text))
    assert status == HTTPStatus.CONFLICT
    assert said in unescape(page)
    assert Decision.objects.using(ENGINE).count() == before


def test_a_manager_drafts_for_the_team_alone(signed_in: Enter) -> None:
    client = signed_in("stephen.jiang")
    status, page = looked(client, file(f"{HEADER}\n290,FY2014-Q3,1,USD,x,,\n"))
    assert status == HTTPStatus.CONFLICT
    assert "Line 2: '290' is no payee whose pay you may see" in unescape(page)
    form = fields(looked(client, file(GOOD))[1], DRAFT) | {"lines": f"{HEADER}\n290,FY2014-Q3,1,USD,x,,\n"}
    before = Decision.objects.using(ENGINE).count()
    assert client.post(DRAFT, form).status_code == HTTPStatus.CONFLICT
    assert Decision.objects.using(ENGINE).count() == before
    assert client.get("/team/adjustments/bulk/sheet").content.decode("utf-8-sig").strip() == HEADER


def test_a_file_that_is_missing_or_too_large_is_said_in_place(
    signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("paula.barreto")
    assert "The file is missing" in client.post(LOOK, {}).content.decode()
    monkeypatch.setattr("attain_web.manager.bulk.LARGEST_FILE", 10)
    assert "is larger than 1 MB" in looked(client, file(GOOD))[1]
    monkeypatch.undo()
    monkeypatch.setattr("attain_web.manager.bulk.MOST_LINES", 1)
    assert "has 2 lines" in looked(client, file(GOOD))[1]
