"""What goes wrong at the wrong moment: an ended session, a late form, a large file, a colleague who is gone.

It is explained in place; nothing that was typed is lost, and nothing is done twice.
"""

import re
from collections.abc import Callable
from html import unescape
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attain_web.actions.acting import ENGINE
from attain_web.store.models import AuditRow, Dispute
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
PAGE, ASK = "/pay/missing?period=FY2014-Q1", "/pay/missing/report"
TYPED = "I moved <it> & wrote\na long story"


def filled(client: Client) -> dict[str, str]:
    return fields(client.get(PAGE).content.decode(), ASK) | {"text": TYPED, "deal": "65177"}


def ended(client: Client) -> None:
    """The session ends; what protects forms stays with the browser."""
    del client.cookies["sessionid"]


def test_what_was_typed_when_the_session_ended_is_sent_later(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    sent, before = filled(client), Dispute.objects.using(ENGINE).count()
    ended(client)
    away = client.post(ASK, sent, headers={"Referer": "http://localhost" + PAGE})
    assert away.status_code == HTTPStatus.FOUND
    assert away.headers["Location"].startswith("/sign-in?next=%2Fpay%2Fmissing")
    assert Dispute.objects.using(ENGINE).count() == before
    assert client.post("/sign-in/demo", {"username": "linda.mitchell"}).status_code == HTTPStatus.FOUND
    assert "Something you typed was not sent" in client.get("/pay/").content.decode()
    page = client.get("/again").content.decode()
    assert TYPED in unescape(page)
    again = fields(page, ASK) | {"text": TYPED, "deal": "65177"}
    assert client.post(ASK, again).status_code == HTTPStatus.FOUND
    assert Dispute.objects.using(ENGINE).count() == before + 1
    read_again = client.get("/pay/disputes", headers={"X-Read-Again": "yes"}).content.decode()
    assert "was sent; you find its answer" not in read_again  # said on the page that comes next, and not lost
    assert "was sent; you find its answer" in client.get("/pay/disputes").content.decode()
    assert client.post(ASK, again).status_code == HTTPStatus.CONFLICT
    assert Dispute.objects.using(ENGINE).count() == before + 1
    assert "Something you typed" not in client.get("/pay/").content.decode()


def test_nobody_else_sees_what_was_typed(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    sent = filled(client)
    ended(client)
    client.post(ASK, sent)
    client.post("/sign-in/demo", {"username": "stephen.jiang"})
    assert "Something you typed" not in client.get("/team/").content.decode()
    assert client.get("/again").status_code == HTTPStatus.FOUND


def test_a_part_of_a_page_says_that_the_session_ended_and_stays(signed_in: Enter) -> None:
    from attain_web.store.models import PlanVersion

    client = signed_in("paula.barreto")
    one = PlanVersion.objects.first()
    assert one is not None
    ended(client)
    where = f"/run/plans/{one.hash}/check"
    answer = client.post(where, {"text": "plan: mine"}, headers={"HX-Request": "true"})
    assert answer.status_code == HTTPStatus.OK
    assert "Sign in in another tab" in answer.content.decode()


def test_a_form_whose_protection_ran_out_is_shown_again_to_its_reader_alone(signed_in: Enter) -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    strict.cookies.update(signed_in("linda.mitchell").cookies)
    sent = {"text": TYPED, "period": "FY2014-Q1", "csrfmiddlewaretoken": "x" * 32, "form_token": "t"}
    before = Dispute.objects.using(ENGINE).count()
    answer = strict.post(ASK, sent, headers={"Origin": "http://localhost"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert TYPED in unescape(answer.content.decode())
    foreign = strict.post(ASK, sent, headers={"Origin": "https://elsewhere.example"})
    assert foreign.status_code == HTTPStatus.FORBIDDEN
    assert "This form has expired" in foreign.content.decode()
    assert "long story" not in foreign.content.decode()
    assert Dispute.objects.using(ENGINE).count() == before


def test_a_file_that_is_too_large_is_refused_where_it_was_chosen(
    signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("paula.barreto")
    monkeypatch.setattr("attain_web.admin.staging.LARGEST_FILE", 10)
    file = SimpleUploadedFile("big.csv", b"name,payee,period,amount\nquota,276,FY2014-Q4,1\n")
    answer = client.post("/run/data/upload", {"table": "targets", "file": file})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "is larger than 50 MB" in answer.content.decode()
    monkeypatch.setattr("attain_web.admin.grid.sheets.MOST_SHEET", 10)
    file = SimpleUploadedFile("big.xlsx", b"x" * 20)
    assert "is larger than 5 MB" in client.post("/run/grids/targets/upload", {"file": file}).content.decode()


def test_a_plan_with_errors_keeps_its_text(signed_in: Enter) -> None:
    from attain_web.store.models import PlanVersion

    client = signed_in("paula.barreto")
    one = PlanVersion.objects.filter(plan="sales_manager").first()
    assert one is not None
    page = client.get(f"/run/plans/{one.hash}").content.decode()
    text = "plan: sales_manager\n  broken: [\n"
    rows = AuditRow.objects.count()
    answer = client.post(f"/run/plans/{one.hash}/save", fields(page, f"/run/plans/{one.hash}/save") | {"text": text})
    assert answer.status_code == HTTPStatus.CONFLICT
    said = answer.content.decode()
    assert "broken: [" in unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", said, re.DOTALL)[0])
    assert "line " in text_of(said)
    assert AuditRow.objects.count() == rows


def test_what_a_colleague_did_stays_when_their_account_is_gone(signed_in: Enter) -> None:
    from attain_web.accounts.models import Account
    from attain_web.actions.entering.signing_in import make_account
    from attain_web.actions.people import grant_role, take_role

    make_account("greta.gone", acting_user="paula.barreto", name="Greta Gone")
    grant_role("greta.gone", "admin", acting_user="paula.barreto")
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(username="greta.gone"), backend="attain_web.accounts.backend.ByPassword")
    page = client.get("/team/adjustments").content.decode()
    sent = fields(page, "/team/adjustments/draft") | {
        "kind": "adjustment",
        "payee_id": "276",
        "period_id": "FY2014-Q3",
        "worth": "1.00",
        "currency": "USD",
        "reason": "Before she left",
    }
    assert client.post("/team/adjustments/draft", sent).status_code == HTTPStatus.FOUND
    take_role("greta.gone", "admin", acting_user="paula.barreto")
    Account.objects.using("owner").filter(username="greta.gone").delete()
    answer = client.get("/team/adjustments")
    assert answer.status_code == HTTPStatus.FOUND  # to the sign-in page
    other = signed_in("paula.barreto")
    for path in ("/team/adjustments", "/run/audit", "/run/people", "/team/inbox"):
        answer = other.get(path)
        assert answer.status_code == HTTPStatus.OK, path
    assert "greta.gone" in other.get("/team/adjustments").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/pay/deals/%00",
        "/run/audit?user=%00",
        "/pay/deals/../../etc",
        "/pay/targets?period=never",
        "/pay/statements/FY2014-Q3/276?as=csv&table=../x",
        "/run/audit?before=x",
        "/finance/cost-of-sales?from=x&to=y",
        "/jump?q=%00%27%22<script>",
        "/run/grids/deals/none",
        "/run/plans/" + "0" * 64 + "/impact",
        "/pay/what-if?new=-0.50&goal=9e999&worth-X1582=x",
        "/sales/forecasts?period=never&roll=x",
        "/sales/pipeline?on=0001-01-01&by=x",
        "/sales/bridge?from=9999-12-31&to=0001-01-01",
        "/team/?period=never&team=%27",
        "/team/coaching/276?period=never",
        "/run/runs/compare?before=1&after=2",
        "/run/audit?as=csv&before=9999999999999999999999",
    ],
)
def test_an_odd_address_is_no_failure(signed_in: Enter, path: str) -> None:
    for user in ("linda.mitchell", "paula.barreto"):
        answer = signed_in(user).get(path)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        assert "<script>" not in answer.content.decode().replace('<script src="', "")
