"""The application for tests: served as a process with a real Chromium before it, and in this process for the matrix."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from attain_web.setup import ready
from tests.store.conftest import alone, made, remove, workspace

__all__ = ["alone", "made", "workspace"]  # fixtures
expect.set_options(timeout=60_000)  # a busy machine makes no test fail
ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "adventure_works_live"
SCREENSHOTS = ROOT / "docs" / "screenshots"
Start = Callable[..., "subprocess.Popen[str]"]


def copied_demo(folder: Path) -> Path:
    """A copy of the demo without a store."""
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("var", "out"))
    return folder


def started(workspace: Path, *options: str, **environment: str) -> "subprocess.Popen[str]":
    """Start `attain serve`."""
    command = [sys.executable, "-c", "from attain.cli import main; main()", "serve", str(workspace), *options]
    known = {k: v for k, v in os.environ.items() if k not in {"ATTAIN_WORKSPACE", "ATTAIN_SERVING"}}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=known | environment, cwd=ROOT
    )


def url_of(server: "subprocess.Popen[str]") -> str:
    """Wait for the line with its address."""
    assert server.stdout is not None
    said: list[str] = []
    for line in server.stdout:
        said.append(line)
        if line.startswith("http"):
            return line.strip()
    raise AssertionError("".join(said))


def ended(server: "subprocess.Popen[str]") -> int:
    """Stop a server as Ctrl-C does."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    server.communicate(timeout=60)
    return server.returncode


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, served; its address."""
    workspace = copied_demo(tmp_path_factory.mktemp("served") / "demo")
    server = started(workspace, "--port", "0")
    yield url_of(server)
    ended(server)
    remove(workspace)


@pytest.fixture
def enter(browser: Browser, served: str) -> Iterator[Callable[..., Page]]:
    """Sign in as somebody of the demo with one click; what the console complains of fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def entered(username: str, *, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(served)
        page.click(f"form:has(input[value='{username}']) button")
        page.wait_for_selector("main h1")
        pages.append(page)
        return page

    yield entered
    for page in pages:
        page.context.close()
    assert [said for said in complaints if "409" not in said] == []


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo with its past, for requests in this process."""
    workspace = copied_demo(tmp_path_factory.mktemp("seeded") / "demo")
    ready(workspace)
    from attain_web.demo.seeding import seed

    seed(workspace)
    yield workspace
    ready(workspace)
    connections.close_all()
    remove(workspace)


@pytest.fixture
def signed_in(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    """Clients that are signed in, without a browser."""
    ready(seeded)
    monkeypatch.setattr(settings, "LISTENS_ON", "127.0.0.1")

    def client(username: str) -> Client:
        made = Client(SERVER_NAME="localhost")
        if username:
            assert made.post("/sign-in/demo", {"username": username}).status_code == 302
        return made

    return client
