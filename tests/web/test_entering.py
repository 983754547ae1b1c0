"""Sessions one sees and ends everywhere, and invitations that are good once."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.entering import inviting
from attain_web.actions.entering.inviting import accept_invitation, invitation_path
from attain_web.actions.entering.sessions import sessions_of
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.people import grant_role
from attain_web.store.models import AuditRow

SECRET = "correct horse battery"  # noqa: S105 -- nobody's
pytestmark = pytest.mark.usefixtures("workspace")


def entered() -> Client:
    """A browser of ana's."""
    client = Client(SERVER_NAME="localhost", headers={"user-agent": "Lynx"})
    assert client.post("/sign-in/password", {"username": "ana", "password": SECRET}).status_code == HTTPStatus.FOUND
    return client


def test_one_signs_out_everywhere() -> None:
    make_account("ana", acting_user="root", password=SECRET)
    make_account("bo", acting_user="root", password=SECRET)
    here, there = entered(), entered()
    other = Client(SERVER_NAME="localhost")
    assert other.post("/sign-in/password", {"username": "bo", "password": SECRET}).status_code == HTTPStatus.FOUND
    page = here.get("/sessions").content.decode()
    assert page.count("Lynx") == 2
    assert page.count("This one") == 1
    assert here.post("/sessions/end").headers["Location"] == "/sign-in"
    for client in (here, there):
        assert client.get("/sessions").status_code == HTTPStatus.FOUND
    assert other.get("/sessions").status_code == HTTPStatus.OK
    assert sessions_of("ana") == []
    assert AuditRow.objects.using(ENGINE).filter(action="sign_out_everywhere", subject="ana").count() == 1


def test_an_invitation_is_accepted_once() -> None:
    grant_role("dana", "admin", acting_user="dana")
    make_account("ana", acting_user="dana", name="Ana Sommer")
    path = invitation_path("ana", acting_user="dana")
    client = Client(SERVER_NAME="localhost")
    page = client.get(path)
    assert "Ana Sommer" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    wrong = client.post(f"{path}/accept", {"password": SECRET, "again": "another"})
    assert "not the same" in wrong.content.decode()
    weak = client.post(f"{path}/accept", {"password": "short", "again": "short"})
    assert "too short" in weak.content.decode()
    kept = client.post(f"{path}/accept", {"password": SECRET, "again": SECRET})
    assert kept.headers["Location"] == "/sign-in"
    assert entered().get("/sessions").status_code == HTTPStatus.OK
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    again = client.post(f"{path}/accept", {"password": "another one, longer", "again": "another one, longer"})
    assert again.status_code == HTTPStatus.NOT_FOUND


def test_an_invitation_is_from_an_admin_for_its_account_and_for_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    grant_role("dana", "admin", acting_user="dana")
    make_account("ana", acting_user="dana")
    make_account("bo", acting_user="dana")
    with pytest.raises(Refused, match="does not invite"):
        invitation_path("ana", acting_user="ana")
    with pytest.raises(Refused, match="no account"):
        invitation_path("nobody", acting_user="dana")
    token = invitation_path("ana", acting_user="dana").rsplit("/", 1)[1]
    with pytest.raises(Refused, match="was used, or is too old"):
        accept_invitation("bo", token, SECRET)
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=8)
    monkeypatch.setattr(inviting.LINKS, "_now", lambda: later)
    with pytest.raises(Refused, match="too old"):
        accept_invitation("ana", token, SECRET)
