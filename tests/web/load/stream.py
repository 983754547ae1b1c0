"""The stream of a browser beside its page: it says which kinds of things changed."""

import json
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import gevent

TOGETHER = 0.1  # seconds: what changes so close together is read once, as in live.js


class Stream:
    """Listens as somebody who is signed in, and calls back for every kind that changed."""

    def __init__(self, person: Any, tell: Callable[[str], None]) -> None:
        self.person = person
        self.tell = tell
        self.waiting: set[str] = set()
        self.heard = 0
        self._listener = gevent.spawn(self._listen)

    def close(self) -> None:
        """Stop listening."""
        self._listener.kill(block=False)

    def _listen(self) -> None:
        while True:
            try:
                self._read()
            except OSError:
                gevent.sleep(2)

    def _read(self) -> None:
        where = urlsplit(self.person.host)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.person.client.cookiejar)
        connection.request("GET", "/events", headers={"Cookie": cookies, "Accept": "text/event-stream"})
        answer = connection.getresponse()
        while True:
            line = answer.readline()
            if not line:
                return
            if line.startswith(b"data: "):
                self.heard += 1
                self._changed(json.loads(line[6:])["kind"])

    def _changed(self, kind: str) -> None:
        if kind not in self.waiting:
            self.waiting.add(kind)
            gevent.spawn_later(TOGETHER, self._told, kind)

    def _told(self, kind: str) -> None:
        self.waiting.discard(kind)
        self.tell(kind)
