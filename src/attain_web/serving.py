"""The server: it says where it is once a page has answered."""

import asyncio
import socket
import sys
from contextlib import suppress
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import uvicorn
from django.conf import settings as known

from attain_web.live.hub import HUB

SECONDS_TO_ANSWER = 60
SECONDS_OF_ITS_TURN = 0.0005  # a page asks the database and the kernel often, and waits for its turn after each time
FIRST_PAGE = "sign-in"


class Server(uvicorn.Server):
    """Uvicorn that prints its address on a line of its own when its first page has answered.

    Attributes:
        url: where it is; empty for a server beside the one that says it.
        has_answered: whether a page did.
    """

    def __init__(self, settings: uvicorn.Config, url: str, *, once: bool = False) -> None:
        super().__init__(settings)
        self.url = url
        self.once = once
        self.has_answered = False
        self._asking: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and ask for the first page as a browser would."""
        sys.setswitchinterval(SECONDS_OF_ITS_TURN)
        await super().startup(sockets)
        if not self.url:
            self.has_answered = True
            return
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
