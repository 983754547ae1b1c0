"""The server: one process, one port; it says where it is once a page has answered."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import uvicorn
from django.conf import settings as known

from attain_web.live.hub import HUB

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 30
FIRST_PAGE = "sign-in"
WORKER = "from attain.cli import main; main()"


class Server(uvicorn.Server):
    """Uvicorn that prints its address on a line of its own when its first page has answered.

    Attributes:
        url: where it is.
        has_answered: whether a page did.
    """

    def __init__(self, settings: uvicorn.Config, url: str, *, once: bool) -> None:
        super().__init__(settings)
        self.url = url
        self.once = once
        self.has_answered = False
        self._asking: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and ask for the first page as a browser would."""
        await super().startup(sockets)
        self._asking = asyncio.create_task(self._announce())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, without waiting for pages that only listen."""
        HUB.close()
        await super().shutdown(sockets)

    async def _announce(self) -> None:
        self.has_answered = await asyncio.to_thread(_answers, self.url + FIRST_PAGE)
        if self.has_answered:
            print(self.url, flush=True)  # noqa: T201 -- the line that programs wait for
        if self.once or not self.has_answered:
            self.should_exit = True


def _answers(url: str) -> bool:
    with suppress(URLError, OSError), urlopen(asked_at(url), timeout=SECONDS_TO_ANSWER) as answer:
        return answer.status == 200
    return False


def asked_at(url: str) -> Request:
    """Return how this machine asks for a page: where everything is listened to on loopback, by a name it has.

    Args:
        url: the page at the address that is listened on.
    """
    names = [name.lstrip(".") for name in known.ALLOWED_HOSTS if name != "*"]
    here = url.replace("//0.0.0.0:", "//127.0.0.1:", 1).replace("//[::]:", "//[::1]:", 1)
    is_named = "*" in known.ALLOWED_HOSTS or (urlsplit(here).netloc.rpartition(":")[0] in names)
    return Request(here, headers={} if is_named or not names else {"Host": names[0]})


@contextmanager
def working(folder: Path, *, has_worker: bool) -> Iterator[None]:
    """Keep a worker of its own process beside the server: one that ends is started again, and it ends with us."""
    ended = threading.Event()
    keeper = threading.Thread(target=_kept, args=(folder, ended), daemon=True)
    if has_worker:
        keeper.start()
    try:
        yield
    finally:
        ended.set()
        if has_worker:
            keeper.join(SECONDS_TO_END)


def _kept(folder: Path, ended: threading.Event) -> None:
    command = [sys.executable, "-c", WORKER, "worker", str(folder), "--follows-parent"]
    environment = {name: value for name, value in os.environ.items() if name != "ATTAIN_SERVING"}
    while not ended.is_set():
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)
        while worker.poll() is None and not ended.wait(0.2):
            pass
        assert worker.stdin is not None
        worker.stdin.close()  # it follows us
        with suppress(subprocess.TimeoutExpired):
            worker.wait(SECONDS_TO_END)
        worker.kill()
        ended.wait(1)
