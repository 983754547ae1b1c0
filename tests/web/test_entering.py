"""Sessions one sees and ends everywhere."""

from http import HTTPStatus

import pytest
from django.test import Client

from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.sessions import sessions_of
from attain_web.actions.entering.signing_in import make_account
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
