"""`attain serve`: it says where it is, ends well, and lets nobody in who should not be."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory

from attain_web.setup import ready
from attain_web.shell.failures import failed
from tests.store.conftest import remove
from tests.web.conftest import ROOT, copied_demo, ended, started, url_of

SELLER = {"username": "linda.mitchell"}
Enter = Callable[[str], Client]


def test_it_says_where_it_is_answers_and_ends_with_an_interrupt(tmp_path: Path) -> None:
    workspace = copied_demo(tmp_path / "demo")
    try:
        server = started(workspace, "--port", "0")
        url = url_of(server)
        with urlopen(f"{url}sign-in") as answer:  # noqa: S310 -- our own server
            page = answer.read().decode()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        assert "Linda Mitchell" in page
        assert ended(server) == 0
        again = started(workspace, "--port", "0", "--once")
        said, _ = again.communicate(timeout=60)
        assert again.returncode == 0
        assert said.splitlines()[-1].startswith("http://127.0.0.1:")
    finally:
        remove(workspace)


def test_every_answer_carries_a_strict_policy(signed_in: Enter) -> None:
    for path in ("/sign-in", "/pay/"):
        answer = signed_in("linda.mitchell").get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "style=" not in answer.content.decode()
        assert not re.search(r"<script(?![^>]*src=)|\son[a-z]+=", answer.content.decode())


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "postgresql://x@y/z"), ("LISTENS_ON", "10.0.0.5"), ("LISTENS_ON", ""), ("IS_BEHIND_TLS", True)],
)
def test_one_click_needs_the_embedded_store_and_loopback(
    signed_in: Enter, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    client = signed_in("")
    monkeypatch.setattr(settings, name, value)
    assert client.post("/sign-in/demo", SELLER).status_code == HTTPStatus.NOT_FOUND
    assert "Linda" not in client.get("/sign-in").content.decode()


def test_one_click_is_not_passed_on(signed_in: Enter) -> None:
    client = signed_in("")
    assert client.post("/sign-in/demo", SELLER, REMOTE_ADDR="10.0.0.5").status_code == HTTPStatus.NOT_FOUND
    passed = client.post("/sign-in/demo", SELLER, headers={"x-forwarded-for": "127.0.0.1"})
    assert passed.status_code == HTTPStatus.NOT_FOUND


def test_one_click_needs_a_demo(signed_in: Enter, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("")
    ready(workspace)
    monkeypatch.setattr(settings, "LISTENS_ON", "127.0.0.1")
    assert client.post("/sign-in/demo", SELLER).status_code == HTTPStatus.NOT_FOUND


def test_the_doctor_refuses_a_demo_that_others_reach(seeded: Path) -> None:
    command = [sys.executable, "-c", "from attain.cli import main; main()", "doctor", str(seeded), "--json"]
    well = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert well.returncode == 0, well.stdout + well.stderr
    ill = subprocess.run([*command, "--host", "0.0.0.0"], capture_output=True, text=True, cwd=ROOT, check=False)  # noqa: S104 -- what must be refused
    assert ill.returncode == 1
    assert any("not served to others" in one["what"] and not one["is_well"] for one in json.loads(ill.stdout))


@pytest.mark.usefixtures("workspace")
def test_five_wrong_passwords_lock_an_account() -> None:
    from attain_web.actions.entering.signing_in import make_account

    make_account("ana", acting_user="root", name="Ana", password="correct horse battery")
    client = Client(SERVER_NAME="localhost")
    right = {"username": "ana", "password": "correct horse battery"}
    assert client.post("/sign-in/password", right).status_code == HTTPStatus.FOUND
    for _ in range(5):
        assert client.post("/sign-in/password", right | {"password": "wrong"}).status_code == HTTPStatus.FORBIDDEN
    assert client.post("/sign-in/password", right).status_code == HTTPStatus.FORBIDDEN


def test_a_form_from_elsewhere_is_refused(signed_in: Enter) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert signed_in("") is not client
    assert client.post("/sign-in/password", {"username": "a", "password": "b"}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.usefixtures("workspace")
def test_the_page_for_what_nobody_foresaw_asks_the_database_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(folder: Path) -> None:
        raise OperationalError(str(folder))

    monkeypatch.setattr("attain_web.shell.context.workspace_now", gone)
    answer = failed(RequestFactory().get("/pay/"))
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Something went wrong" in answer.content.decode()


def test_after_signing_in_one_does_not_leave_for_elsewhere(signed_in: Enter) -> None:
    client = signed_in("")
    answer = client.post("/sign-in/demo", SELLER | {"next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
