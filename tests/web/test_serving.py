"""`attain serve`: it says where it is, ends well, and lets nobody in who should not be."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory

from attain_web.asgi import taking_turns
from attain_web.setup import ready
from attain_web.shell.failures import failed
from tests.store.conftest import remove
from tests.web.conftest import ROOT, copied_demo, ended, started, url_of

SELLER = {"username": "linda.mitchell"}
Enter = Callable[[str], Client]
Found = TypeVar("Found")


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


def test_servers_beside_it_share_its_port_are_started_again_and_end_with_it(tmp_path: Path) -> None:
    workspace = copied_demo(tmp_path / "demo")
    try:
        server = started(workspace, "--port", "0", "--no-worker", "--processes", "2")
        url = url_of(server)
        first = _eventually(lambda: _beside(server.pid))
        os.kill(first[0], signal.SIGKILL)
        second = _eventually(lambda: [pid for pid in _beside(server.pid) if pid not in first])
        os.kill(server.pid, signal.SIGSTOP)  # what is asked now is answered by the one beside it
        try:
            with urlopen(f"{url}sign-in", timeout=60) as answer:  # noqa: S310 -- our own server
                assert "Linda Mitchell" in answer.read().decode()
        finally:
            os.kill(server.pid, signal.SIGCONT)
        assert ended(server) == 0
        _eventually(lambda: not Path(f"/proc/{second[0]}").exists())
    finally:
        remove(workspace)


def _beside(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for listed in children for child in listed.read_text(encoding="utf-8").split()]
    return [child for child in found if "--joins" in Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8")]


def _eventually(find: Callable[[], Found], seconds: float = 30) -> Found:
    """Return what is found, once something is."""
    ends = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < ends, "it never happened"
        time.sleep(0.05)
    return found


def test_a_few_pages_are_made_at_once_and_streams_are_not_counted() -> None:
    now: list[int] = [0, 0]

    async def page(scope: Any, _: Any, send: Any) -> None:
        now[0] += 1
        now[1] = max(now)
        kind = b"text/event-stream" if scope["path"] == "/events" else b"text/html"
        await asyncio.sleep(0.001)
        now[0] -= 1
        await send({"type": "http.response.start", "headers": [(b"content-type", kind)]})
        await asyncio.sleep(0.05 if scope["path"] == "/events" else 0)

    async def sent(_: Any) -> None:
        return

    async def receive() -> Any:
        return {"type": "http.request"}

    async def ask() -> float:
        app = taking_turns(page, 2)
        streams = [asyncio.ensure_future(app({"type": "http", "path": "/events"}, receive, sent)) for _ in range(8)]
        began = time.monotonic()
        await asyncio.gather(*(app({"type": "http", "path": "/"}, receive, sent) for _ in range(8)))
        took = time.monotonic() - began
        await asyncio.gather(*streams)
        return took

    assert asyncio.run(ask()) < 8 * 0.05 / 2  # streams that go on keep nobody waiting
    assert now[1] == 2


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
