"""One listener of the database in each server process, and everybody who waits for what it hears."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import suppress
from typing import Any

import psycopg

from attain_web.store.telling import CHANNEL, WHOSE

LOG = logging.getLogger("attain.live")
MOST_WAITING = 200
MOST_OF_ONE = 10  # streams of one user: more pages than anybody looks at
SECONDS_TO_RETRY = 1.0
SECONDS_TO_BEAT = 15.0
SECONDS_TO_LIVE = 600.0  # then the browser asks again, and is asked again who it is
CONNECTS_BY = ("dbname", "user", "password", "host", "port", "options", "connect_timeout")


class Hub:
    """Whoever waits, by the queue in which they are told, and how many pages each user has open."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.waiting: dict[asyncio.Queue[str | None], Collection[str] | None] = {}
        self._listening: asyncio.Task[None] | None = None

    async def changes(
        self, parameters: Mapping[str, Any], payees: Collection[str] | None = None, user: str = ""
    ) -> AsyncGenerator[bytes]:
        """Yield what changed as server-sent events, and a beat now and then, until it is time to ask anew.

        Args:
            parameters: of a connection to the database.
            payees: whose changes whoever waits may be told; None for everybody's. What is nobody's alone all are told.
            user: who waits.
        """
        mine: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)
        self.waiting[mine] = payees
        self.open[user] += 1
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen(parameters))
        ends = asyncio.get_running_loop().time() + SECONDS_TO_LIVE
        try:
            yield b"retry: 2000\n\n"
            while asyncio.get_running_loop().time() < ends:
                try:
                    said = await asyncio.wait_for(mine.get(), SECONDS_TO_BEAT)
                except TimeoutError:
                    yield b": beat\n\n"
                    continue
                if said is None:
                    return
                yield f"event: changed\ndata: {said}\n\n".encode()
        finally:
            self.waiting.pop(mine, None)
            self.open[user] -= 1
            self.open += Counter[str]()  # who has none left is forgotten

    def has_enough(self, user: str) -> bool:
        """Whether somebody has as many pages open as are told."""
        return self.open[user] >= MOST_OF_ONE

    def close(self) -> None:
        """Send everybody home, when the server ends."""
        for one in list(self.waiting):
            self._tell(one, None)
        if self._listening is not None:
            self._listening.cancel()

    async def _listen(self, parameters: Mapping[str, Any]) -> None:
        while self.waiting:
            with suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(autocommit=True, **parameters) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    async for heard in connection.notifies():
                        self.hear(heard.payload)
            LOG.warning("the listener lost the database, and tries again")
            await asyncio.sleep(SECONDS_TO_RETRY)

    def hear(self, payload: str) -> None:
        """Pass on what changed to whoever may know whose it is, without saying whose."""
        said: dict[str, Any] = json.loads(payload)
        whose = said.pop(WHOSE, None)
        told = json.dumps(said)
        for one, payees in list(self.waiting.items()):
            if whose is None or payees is None or whose in payees:
                self._tell(one, told)

    @staticmethod
    def _tell(one: "asyncio.Queue[str | None]", said: str | None) -> None:
        with suppress(asyncio.QueueFull):  # who does not read is told later, by what comes then
            one.put_nowait(said)


HUB = Hub()
