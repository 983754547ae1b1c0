"""Two hundred people as locust lets them loose: five kinds, each with a browser that follows what it shows.

`tests/web/load/measuring.py` starts this beside a server. ATTAIN_LOAD_USERS says how many of each kind there are, such
as "seller=160,manager=20"; ATTAIN_LOAD_WAIT is how long a user waits between two actions: 5 to 15 seconds, "5-15".
What is read is "read ...", what is sent "write ...", a what-if answer "answer ...", and "again ..." what an open page
reads by itself because something changed.
"""

import os
import random
import re
from itertools import count
from typing import Any, ClassVar

from locust import FastHttpUser, between

from tests.web.load import judging
from tests.web.load.pages_read import PAGES
from tests.web.load.seeding import PASSWORD
from tests.web.load.stream import Stream

LEAST, MOST = (float(one) for one in os.environ.get("ATTAIN_LOAD_WAIT", "5-15").split("-"))
COUNTS = dict(one.split("=") for one in os.environ.get("ATTAIN_LOAD_USERS", "").split(",") if one)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
LIVE = re.compile(r'<main [^>]*data-live="([^"]*)"')
TRACE = re.compile(r'"(/pay/statements/[^"]*/lines/\d+)"')
CHANCE = random.Random(1)  # noqa: S311 -- which page comes next is no secret
judging.listen()
QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


class Person(FastHttpUser):
    """Somebody who signs in, and then reads, asks and sends, with their last page open."""

    abstract = True
    wait_time = between(LEAST, MOST)
    kind = ""
    pages: tuple[str, ...] = ()
    numbers: ClassVar[Any]

    def on_start(self) -> None:
        """Sign in, and open the first page with its stream."""
        self.username = f"{self.kind}.{next(self.numbers)}"
        self.page, self.live = "", frozenset[str]()
        form = self.client.get("/sign-in", name="sign in").text
        sent = self.hidden(form, "/sign-in/password") | {"username": self.username, "password": PASSWORD}
        self.client.post("/sign-in/password", sent, name="sign in")
        self.read()
        self.stream = Stream(self, self.follow)

    def on_stop(self) -> None:
        """Close the stream."""
        self.stream.close()

    def read(self) -> None:
        """Look at one of one's pages."""
        self.shown(CHANCE.choice(self.pages))

    def write(self) -> None:
        """Send something from a page that was just read."""
        self.sent("/notices", "/notices/read", {})

    tasks: ClassVar[dict[Any, int]] = {read: 12, write: 4}

    # what a browser does

    def shown(self, path: str, name: str = "") -> str:
        """Read a page, and keep it open."""
        said = name or re.sub(r"/(S|M|D)?\d+(?=/|$)", "/*", path.partition("?")[0])
        answer = self.client.get(path, name=f"read {said}")
        text = answer.text or ""
        found = LIVE.search(text)
        self.page, self.live = path, frozenset(found.group(1).split()) if found else frozenset()
        return text

    def follow(self, kind: str) -> None:
        """Read the open page again where it shows what changed."""
        if kind in self.live:
            self.client.get(self.page, headers={"X-Read-Again": "yes"}, name="again")

    def sent(self, path: str, action: str, typed: dict[str, str], name: str = "") -> None:
        """Read a page and send a form of it."""
        page = self.shown(path)
        if f'action="{action}"' in page:
            self.client.post(action, self.hidden(page, action) | typed, name=f"write {name or action}")

    @staticmethod
    def hidden(page: str, action: str) -> dict[str, str]:
        """Return the hidden fields of a form."""
        form = page[page.index(f'action="{action}"') :].partition("</form>")[0]
        return dict(HIDDEN.findall(form))


class Seller(Person):
    """Looks at pay, asks what if, and questions something now and then."""

    fixed_count = int(COUNTS.get("seller", 0))
    kind, numbers = "seller", count()
    pages = PAGES[kind]
    disputes = re.compile(r'action="(/pay/disputes/[^"]*/add)"')

    def ask_what_if(self) -> None:
        """Ask what a deal would pay, as somebody who types does."""
        asked = f"/pay/what-if?new={CHANCE.randrange(2_000, 90_000)}"
        self.client.get(asked, headers={"HX-Request": "true"}, name="answer /pay/what-if")

    def look_closer(self) -> None:
        """Open a statement, and why one of its lines pays what it pays."""
        number = int(self.username.partition(".")[2])
        page = self.shown(f"/pay/statements/{CHANCE.choice(QUARTERS)}/S{number:04}", "/pay/statements/*")
        lines = TRACE.findall(page)
        if lines and CHANCE.random() < 1 / 2:
            self.client.get(CHANCE.choice(lines), headers={"HX-Request": "true"}, name="read .../lines/*")

    def write(self) -> None:
        """Raise a dispute, add to it or withdraw it; or choose what one is told."""
        if CHANCE.random() < 1 / 2:
            typed = {"mail": f"{self.username}@example.com", "dashboard_on": ""}
            typed["in_app"] = CHANCE.choice(("statement published", "dispute answered"))
            self.sent("/notices", "/notices/wish", typed)
            return
        page = self.shown("/pay/disputes")
        found = self.disputes.search(page)
        if found is not None:
            step = CHANCE.choice(("add", "withdraw"))
            sent = self.hidden(page, found.group(1)) | {"text": "I look at it again", "step": step}
            self.client.post(found.group(1), sent, name="write /pay/disputes/*")
            return
        typed = {"period": "2025-Q4", "deal": f"O{CHANCE.randrange(900_000, 999_999)}", "text": "I closed this one"}
        self.sent("/pay/missing", "/pay/missing/report", typed)

    tasks: ClassVar[dict[Any, int]] = {Person.read: 8, ask_what_if: 4, look_closer: 4, write: 5}


class Manager(Person):
    """Looks at the team and the pipeline, and drafts adjustments."""

    fixed_count = int(COUNTS.get("manager", 0))
    kind, numbers = "manager", count()
    pages = PAGES[kind]

    def write(self) -> None:
        """Draft an adjustment of somebody of the team."""
        number = int(self.username.partition(".")[2])
        typed = {"kind": "adjustment", "payee_id": f"S{number * 10:04}", "period_id": "2025-Q4", "currency": "USD"}
        typed |= {"worth": f"{CHANCE.randrange(1, 500)}.00", "reason": "Trade fair"}
        self.sent("/team/adjustments", "/team/adjustments/draft", typed)

    tasks: ClassVar[dict[Any, int]] = {Person.read: 12, write: 4}


class Admin(Person):
    """Looks at periods, runs, loads and the audit."""

    fixed_count = int(COUNTS.get("admin", 0))
    kind, numbers = "admin", count()
    pages = PAGES[kind]


class Leader(Person):
    """Looks at the pipeline."""

    fixed_count = int(COUNTS.get("leader", 0))
    kind, numbers = "leader", count()
    pages = PAGES[kind]


class Controller(Person):
    """Looks at the books."""

    fixed_count = int(COUNTS.get("finance", 0))
    kind, numbers = "finance", count()
    pages = PAGES[kind]
