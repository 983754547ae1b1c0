"""The application under load: a large book, its server with its worker, and users let loose on it.

    python -m tests.web.load.measuring --users 200 --seconds 600 --lines 1000000 --opportunities 200000

It makes the book in a folder of its own, or goes on with that of --folder, waits until everybody is signed in, measures
for so many seconds, and prints how long reads, writes and what-if answers took, page by page. With --judge it ends with
status 1 where they took longer than they may; where a request failed it does so always.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.web.cut_off import Client
from tests.web.load.book import POSTED, People, Size
from tests.web.load.judging import LIMITS, by_kind
from tests.web.load.pages_read import PAGES
from tests.web.load.seeding import PASSWORD, SHARES, Users, seed_book
from tests.web.load.watching import Watched, watched

ROOT = Path(__file__).parents[3]
PROCESSES = 2
SETTLES = 60
SIGNED_IN_A_SECOND = 1  # a password takes a third of a second of a processor, and so does what is found first


class Pace(NamedTuple):
    """How users come: for how many seconds they are measured, how many come a second, and how long they settle."""

    seconds: int
    a_second: int
    settles: int


def measure(
    folder: Path, size: Size, *, seconds: int, wait: str = "5-15", a_second: int = SIGNED_IN_A_SECOND, settles: int = 0
) -> dict[str, Any]:
    """Serve a book, let users loose on it, and return what was seen.

    Args:
        folder: of the book, with its past.
        size: of the book.
        seconds: how long it is measured, once everybody is signed in.
        wait: the seconds between two actions of a user, such as "5-15".
        a_second: how many users sign in each second.
        settles: the seconds after the last one came that are not measured: they sign in, and find their first pages.
    """
    with served(folder) as (url, server), tempfile.TemporaryDirectory() as name:
        report, users = Path(name, "report.json"), Users.of(size, People.of(size))
        _warmed(url, users)
        with watched(server.pid, folder) as seen:
            _let_loose(url, report, users, Pace(seconds, a_second, settles), wait)
        return json.loads(report.read_text(encoding="utf-8")) | {"seen": seen}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve a book as `attain serve` does, with its worker; its address and its process."""
    command = [sys.executable, "-c", "from attain.cli import main; main()", "serve", str(folder), "--port", "0"]
    command += ["--processes", str(PROCESSES)]
    known = {k: v for k, v in os.environ.items() if k not in {"ATTAIN_WORKSPACE", "ATTAIN_SERVING"}}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=known, cwd=ROOT)
    assert server.stdout is not None
    try:
        address = next((line.strip() for line in server.stdout if line.startswith("http")), "")
        assert address, "the server did not answer"
        yield address, server
    finally:
        server.terminate()
        server.wait(60)
        server.stdout.close()


def _warmed(url: str, users: Users) -> None:
    """Read the pages as one of each kind, as on any day but the first after a start."""
    port = urlsplit(url).port
    assert port is not None
    for kind, found in users.of_kind.items():
        client = Client(port, "")
        form = client.fills_in("/sign-in", "/sign-in/password", {"username": found[0][0], "password": PASSWORD})
        assert form is not None
        client.send(form).join()
        for page in PAGES[kind] * (3 * PROCESSES):  # whichever answers
            status, said = client.read(page)
            assert status == http.client.OK, f"{page} was answered {status}: {said[:500]}"


def _let_loose(url: str, report: Path, users: Users, pace: "Pace", wait: str) -> None:
    counts = {kind: len(found) for kind, found in users.of_kind.items()}
    total = sum(counts.values())
    command = [sys.executable, "-m", "locust", "-f", "tests/web/load/users.py", "--headless", "--only-summary"]
    command += ["--reset-stats", "-u", str(total), "-r", str(pace.a_second), "--host", url.rstrip("/")]
    command += ["-t", f"{pace.seconds + -(-total // pace.a_second) + pace.settles}s", "--stop-timeout", "20"]
    known = {
        "ATTAIN_LOAD_USERS": ",".join(f"{kind}={count}" for kind, count in counts.items()),
        "ATTAIN_LOAD_WAIT": wait,
        "ATTAIN_LOAD_SETTLES": str(pace.settles),
        "ATTAIN_LOAD_REPORT": str(report),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    ended = subprocess.run(command, env=os.environ | known, cwd=ROOT, check=False, capture_output=True, text=True)
    assert report.exists(), (ended.stdout + ended.stderr)[-4000:]


def said_of(found: dict[str, Any]) -> list[str]:
    """Put what was seen into words, page by page and kind by kind."""
    lines = [f"{'':38} {'count':>6} {'failed':>6} {'p50':>6} {'p95':>6} {'most':>6}  ms"]
    columns = ("count", "failed", "p50", "p95", "most")
    rows = [(row["name"], row) for row in found["rows"]] + [
        (f"all: {kind}", own) for kind, own in by_kind(found["rows"]).items()
    ]
    lines += [f"{name:38} " + " ".join(f"{row[column]:>6}" for column in columns) for name, row in rows]
    seen: Watched = found["seen"]
    return [*lines, f"{found['a_second']:.1f} requests a second; {seen.said()}", *found["errors"]]


def wrong_in(found: dict[str, Any], *, judges: bool) -> list[str]:
    """Say what is not as it should be: requests that failed, and, where it is judged, what took too long."""
    wrong = list(found["errors"])
    if judges:
        kinds = by_kind(found["rows"])
        slow = {kind: kinds[kind]["p95"] for kind, limit in LIMITS.items() if kinds[kind]["p95"] > limit}
        wrong += [f"p95 of {kind}: {took} ms, and {LIMITS[kind]} at most" for kind, took in slow.items()]
    return wrong


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--users", type=int, default=200)
    arguments.add_argument("--seconds", type=int, default=600)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--opportunities", type=int, default=200_000)
    arguments.add_argument("--wait", default="5-15")
    arguments.add_argument("--folder", type=Path, help="a book to go on with, or where to make and keep one")
    arguments.add_argument("--judge", action="store_true")
    asked = arguments.parse_args()
    size = Size(asked.users, asked.lines, asked.opportunities)
    kinds = ", ".join(f"{share} % {kind}" for kind, share in SHARES.items())
    print(f"{size.users} users ({kinds}), {size.lines:,} lines in {len(POSTED)} quarters, "
          f"{size.opportunities:,} opportunities, {size.sellers} sellers", flush=True)  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="attain-load-") as name:
        folder = asked.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if not (folder / "attain.yaml").exists():
                seed_book(folder, size, says=lambda said: print(said, flush=True))
            found = measure(folder, size, seconds=asked.seconds, wait=asked.wait, settles=SETTLES)
        finally:
            _stopped(folder, is_kept=asked.folder is not None)
    print(*said_of(found), sep="\n")
    wrong = wrong_in(found, judges=asked.judge)
    if wrong:
        sys.exit("\n".join(wrong))


def _stopped(folder: Path, *, is_kept: bool) -> None:
    from attain_web.store.embedded import Cluster
    from tests.store.conftest import remove

    if is_kept:
        Cluster(folder).stop()
    else:
        remove(folder)


if __name__ == "__main__":
    main()
