"""Files of the wrong kind or size, wherever one is asked for: explained in place, nothing done, no failure."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attain_web.store.models import AuditRow
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
JOURNALS, MAKE, RUN = "/finance/journals", "/finance/journals/make", "/finance/pay-runs/FY2014-Q1-1"
WRONG = {
    "a PDF": b"%PDF-1.7 \x00\x01\x02",
    "nothing": b"",
    "no text": bytes(range(256)),
    "no header": b"1,2,3\n4,5,6\n",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a broken zip": b"PK\x03\x04 no workbook",
    "packed nonsense": b"\x1f\x8b no gzip",
}


def sent(content: bytes, name: str = "file.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("content", WRONG.values(), ids=list(WRONG))
@pytest.mark.parametrize(
    ("user", "page", "action", "field", "more"),
    [
        ("laura.norman", JOURNALS, MAKE, "accounts", {"period": "FY2014-Q1"}),
        ("laura.norman", RUN, f"{RUN}/act", "file", {"step": "acknowledge"}),
        ("paula.barreto", "/run/data", "/run/data/upload", "file", {"table": "targets"}),
        ("paula.barreto", "/run/targets", "/run/grids/targets/upload", "file", {}),
        ("paula.barreto", "/team/adjustments/bulk", "/team/adjustments/bulk/look", "file", {}),
    ],
    ids=["accounts", "payroll", "table", "sheet", "adjustments"],
)
def test_a_wrong_file_is_explained_where_it_was_chosen(
    signed_in: Enter, user: str, page: str, action: str, field: str, more: dict[str, str], content: bytes
) -> None:
    client = signed_in(user)
    shown = client.get(page).content.decode()
    form = fields(shown, action) if f'action="{action}"' in shown else {}
    rows = AuditRow.objects.count()
    if content == WRONG["no header"] and action == "/run/data/upload":
        pytest.skip("its columns are mapped on the next page")
    answer = client.post(action, form | more | {field: sent(content)})
    assert answer.status_code in {HTTPStatus.CONFLICT, HTTPStatus.BAD_REQUEST}
    assert 'role="alert"' in answer.content.decode()
    assert AuditRow.objects.count() == rows


def test_account_numbers_with_a_gap_are_explained(signed_in: Enter) -> None:
    client = signed_in("laura.norman")
    form = fields(client.get(JOURNALS).content.decode(), MAKE) | {"period": "FY2014-Q1"}
    for text, said in (
        (b"account,account_number\n,4711\n", "line 2"),
        (b"account\nx\n", "has no column"),
        (b"account,account_number\nexpense,1\nexpense,2\n", "twice"),
    ):
        answer = client.post(MAKE, form | {"accounts": sent(text)})
        assert answer.status_code == HTTPStatus.CONFLICT, text
        assert said in answer.content.decode(), text
    for period in ("FY1999-Q1", "", "../x"):
        answer = client.post(MAKE, form | {"period": period, "accounts": sent(b"account,account_number\nx,1\n")})
        assert answer.status_code == HTTPStatus.CONFLICT, period
        answer = client.post("/finance/evidence", {"period": period})
        assert answer.status_code == HTTPStatus.CONFLICT, period


def test_a_file_of_an_ended_session_has_to_be_chosen_again_and_says_so(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    where = "/team/disputes/D-1/attach"
    form = fields(client.get("/team/disputes/D-1").content.decode(), where)
    if not form:
        pytest.skip("the dispute is settled")
    del client.cookies["sessionid"]
    away = client.post(where, form | {"note": "See the mail", "file": sent(b"x", "mail.txt")})
    assert away.status_code == HTTPStatus.FOUND
    client.post("/sign-in/demo", {"username": "paula.barreto"})
    page = client.get("/again").content.decode()
    assert "See the mail" in page
    assert "The file has to be chosen again" in page
