"""A client whose requests are cut off when their server is killed, and who sends them again as they were."""

import http.client
import json
import re
import threading
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
GONE = (OSError, http.client.HTTPException)
SECONDS = 60


@dataclass
class Sent:
    """A request that changes something, by its key or the token of its form, and what was answered.

    Attributes:
        path, content, kind: what is sent.
        key: the Idempotency-Key; empty for a form, which has a token of its own.
        status: of the answer; 0 until there is one.
        said: the answer.
        times: how often it was sent.
        is_replayed: whether the answer is one that was given before.
    """

    path: str
    content: bytes
    kind: str
    key: str = ""
    status: int = 0
    said: str = ""
    times: int = 0
    is_replayed: bool = False


@dataclass
class Client:
    """Sends requests to a server that may die, by a token and by a session.

    Attributes:
        port: of the server.
        token: for programs.
        cookies: of the session.
        sent: everything, in order.
    """

    port: int
    token: str
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    sent: list[Sent] = field(default_factory=list[Sent])
    _numbers: "count[int]" = field(default_factory=count)

    def asks(self, path: str, said: object) -> Sent:
        """Prepare a request of a program."""
        return self._kept(path, json.dumps(said).encode(), "application/json")

    def uploads(self, path: str, csv: str) -> Sent:
        """Prepare the upload of a file by a program."""
        parts = f'--b\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\n{csv}\r\n--b--\r\n'
        return self._kept(path, parts.encode(), "multipart/form-data; boundary=b")

    def fills_in(self, page: str, action: str, said: dict[str, str]) -> Sent | None:
        """Prepare a form of a page as a browser has it; None where the page cannot be read just now."""
        try:
            status, text = self.read(page)
        except GONE:
            return None
        if status != http.client.OK or f'action="{action}"' not in text:
            return None
        hidden = dict(HIDDEN.findall(text[text.index(f'action="{action}"') :].partition("</form>")[0]))
        made = Sent(action, urlencode(hidden | said).encode(), "application/x-www-form-urlencoded")
        self.sent.append(made)
        return made

    def send(self, *wanted: Sent) -> threading.Thread:
        """Send requests one after another, beside whatever else is done; the first that is cut off ends it."""
        made = threading.Thread(target=self._send_all, args=(wanted,), daemon=True)
        made.start()
        return made

    def send_again(self) -> None:
        """Send everything that was never answered once more, as it was."""
        self._send_all([one for one in self.sent if not one.status])

    def read(self, path: str) -> tuple[int, str]:
        """Read a page with the session."""
        return self._answered("GET", path, b"", {"Cookie": self._cookie()})[:2]

    def _send_all(self, wanted: "list[Sent] | tuple[Sent, ...]") -> None:
        for one in wanted:
            one.times += 1
            headers = {"Content-Type": one.kind}
            if one.key:
                headers |= {"Authorization": f"Bearer {self.token}", "Idempotency-Key": one.key}
            else:
                headers |= {"Cookie": self._cookie(), "Origin": f"http://127.0.0.1:{self.port}"}
            try:
                status, said, replayed = self._answered("POST", one.path, one.content, headers)
            except GONE:
                return
            if status < http.client.INTERNAL_SERVER_ERROR:
                one.status, one.said, one.is_replayed = status, said, replayed

    def _kept(self, path: str, content: bytes, kind: str) -> Sent:
        made = Sent(f"/api/v1{path}", content, kind, key=f"key {next(self._numbers)}")
        self.sent.append(made)
        return made

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _answered(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> tuple[int, str, bool]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            said = answer.read().decode(errors="replace")
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    cookie, _, rest = value.partition("=")
                    self.cookies[cookie] = rest.partition(";")[0]
            return answer.status, said, answer.headers.get("Idempotency-Replayed") == "true"
        finally:
            connection.close()
