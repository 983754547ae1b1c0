"""The server: one process, one port; it says where it is once a page has answered."""

import asyncio
import socket
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn

SECONDS_TO_ANSWER = 60
FIRST_PAGE = "sign-in"


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

    async def _announce(self) -> None:
        self.has_answered = await asyncio.to_thread(_answers, self.url + FIRST_PAGE)
        if self.has_answered:
            print(self.url, flush=True)  # noqa: T201 -- the line that programs wait for
        if self.once or not self.has_answered:
            self.should_exit = True


def _answers(url: str) -> bool:
    with suppress(URLError, OSError), urlopen(url, timeout=SECONDS_TO_ANSWER) as answer:
        return answer.status == 200
    return False
