"""What the server's processes and its database used while they were under load."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from attain_web.store.embedded import Secrets
from attain_web.store.embedded.secrets import ADMIN

EVERY = 1.0
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = "SELECT count(*), count(*) FILTER (WHERE state LIKE 'idle in%%') FROM pg_stat_activity WHERE datname = %s"


@dataclass
class Watched:
    """What was seen, at most at one time.

    Attributes:
        seconds: how long.
        processor: seconds of the processor, of the server and what it started.
        memory: bytes of the server's own process.
        threads: of it.
        connections: to the database, by anybody.
        held: of them, in a transaction that does nothing.
    """

    seconds: float = 0
    processor: float = 0
    memory: int = 0
    threads: int = 0
    connections: int = 0
    held: int = 0

    def said(self) -> str:
        """Put it into words."""
        return (
            f"the server took {self.processor:.0f} s of processor in {self.seconds:.0f} s, "
            f"{self.memory / 2**20:.0f} MiB, {self.threads} threads; "
            f"{self.connections} connections to the database, {self.held} held"
        )


@contextmanager
def watched(pid: int, folder: Path) -> Iterator[Watched]:
    """Watch a server and its store until the block ends."""
    seen, ended = Watched(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(pid, folder, seen, ended), daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join(10)


def _watch(pid: int, folder: Path, seen: Watched, ended: threading.Event) -> None:
    secrets = Secrets.read(folder / "var")
    assert secrets is not None
    began = _processor(pid)
    with psycopg.connect(
        host=str(secrets.socket), user=ADMIN, password=secrets.passwords[ADMIN], dbname="postgres", autocommit=True
    ) as connection:
        while not ended.wait(EVERY):
            seen.seconds += EVERY
            try:
                status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").split()
                seen.memory = max(seen.memory, int(status[status.index("VmRSS:") + 1]) * 1024)
                seen.threads = max(seen.threads, int(status[status.index("Threads:") + 1]))
                seen.processor = _processor(pid) - began
            except OSError:
                return
            count, held = connection.execute(CONNECTIONS, [secrets.database]).fetchone() or (0, 0)
            seen.connections, seen.held = max(seen.connections, count), max(seen.held, held)


def _processor(pid: int) -> float:
    said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / TICKS
