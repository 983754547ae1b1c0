"""Forms: nothing is done twice, nothing that was typed is lost, and a stale page changes nothing."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.test import Client

from attain_web.actions.acting import ENGINE
from attain_web.actions.closing.disputing import thread_of
from attain_web.store.models import AuditRow, Dispute

Enter = Callable[[str], Client]
PAGE = "/pay/statements/FY2014-Q3/281"
ASK = "/pay/statements/FY2014-Q3/276/question"


def fields(page: str, action: str) -> dict[str, Any]:
    """The hidden fields of the form that leads to an address."""
    form = next(text for text in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}"' in text)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def test_a_double_click_does_nothing_twice(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    page = client.get("/pay/statements/FY2014-Q3/276").content.decode()
    sent = fields(page, ASK) | {"about": "missing", "text": "A deal of mine is not there"}
    before = Dispute.objects.using(ENGINE).count()
    assert client.post(ASK, sent).status_code == HTTPStatus.FOUND
    again = client.post(ASK, sent)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "this form was sent before" in again.content.decode()
    assert Dispute.objects.using(ENGINE).count() == before + 1


def test_what_was_typed_stays_when_it_is_refused(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    page = client.get("/team/adjustments").content.decode()
    sent = fields(page, "/team/adjustments/draft")
    sent |= {
        "kind": "hold",
        "payee_id": "276",
        "period_id": "FY2014-Q3",
        "worth": "a lot",
        "reason": "Trade fair & more",
    }
    answer = client.post("/team/adjustments/draft", sent)
    said = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "is no amount in USD" in said
    assert "Trade fair &amp; more" in said
    assert 'value="a lot"' in said


def test_a_stale_page_changes_nothing(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    page = client.get("/team/disputes/D-1").content.decode()
    sent = fields(page, "/team/disputes/D-1/act") | {"step": "answer", "reason": "Now"}
    other = signed_in("stephen.jiang")
    theirs = fields(other.get("/team/disputes/D-1").content.decode(), "/team/disputes/D-1/act")
    assert other.post("/team/disputes/D-1/act", theirs | {"step": "answer", "reason": "First"}).status_code == 302
    before = len(thread_of("D-1"))
    answer = client.post("/team/disputes/D-1/act", sent)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "changed while you looked at it" in answer.content.decode()
    assert len(thread_of("D-1")) == before


def test_nobody_approves_what_they_calculated(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    page = client.get("/run/periods/FY2014-Q3").content.decode()
    sent = fields(page, "/run/periods/FY2014-Q3/act") | {"step": "approve"}
    rows = AuditRow.objects.count()
    answer = client.post("/run/periods/FY2014-Q3/act", sent)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "may not &#x27;approve&#x27;" in answer.content.decode()
    assert AuditRow.objects.count() == rows


def test_an_expired_session_comes_back_to_the_page(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    client.cookies.clear()
    answer = client.get(PAGE)
    assert answer.headers["Location"] == "/sign-in?next=%2Fpay%2Fstatements%2FFY2014-Q3%2F281"


def test_an_upload_of_another_kind_is_explained(signed_in: Enter) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in("paula.barreto")
    for name, content, said in (
        ("x.pdf", b"%PDF", "the file is a PDF"),
        ("x.xlsx", b"PK\x03\x04 no workbook", "cannot be read"),
        ("x.csv", b"name,payee\n", "has no rows"),
        ("x.csv", b"name,name\n1,2\n", "has a header name twice"),
        ("x.csv.gz", b"\x1f\x8b not packed", "cannot be read"),
    ):
        answer = client.post("/run/data/upload", {"table": "targets", "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == HTTPStatus.CONFLICT, name
        assert said in answer.content.decode(), name
