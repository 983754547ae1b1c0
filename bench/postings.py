"""Measures a million postings: ``python bench/postings.py``. Beside them a bare COPY of the same rows.

Half a million moves are reconciled, posted and appended in one transaction: entries in their chain, lines, what stands
and what is owed. Then the same rows are copied, without anything else, into tables of the same columns and indexes. At
that size a payee reads the lines of a statement, over and over, as the application does: under row-level security.
"""

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl
from django.db import connections, transaction

from attain.ledger import DIFFERENCES, MOVES, Posted, Posting, State, post, reconcile
from attain_web.setup import ready
from attain_web.store import ledgers
from attain_web.store.embedded import Cluster
from attain_web.store.frames import add_frame

Found = TypeVar("Found")
ENGINE, OWNER, APPLICATION = "engine", "owner", "default"
PERIOD = "2026-01"
READ = """
SELECT l.account, l.flow, l.transaction_id, l.currency, l.line_amount FROM ledger_line l
JOIN ledger_entry e ON e.entry_no = l.entry_no WHERE e.payee_id = %s AND e.period_id = %s
"""


def moves_of(lines: int, payees: int) -> pl.DataFrame:
    """Make moves of which each becomes two lines, some dozens to a payee and period."""
    dice = random.Random(7)
    count = lines // 2
    months = [f"2026-{month:02}" for month in range(1, 13)]
    rows = {
        "payee_id": [f"P{number % payees:05}" for number in range(count)],
        "period_id": [months[number // payees % 12] for number in range(count)],
        "transaction_id": [f"D{number}" for number in range(count)],
        "move_amount": [dice.randrange(1, 900_000) for _ in range(count)],
    }
    said = {"currency": "USD", "flow": "earned", "plan_id": "sales", "component_id": "commission", "source": "deals"}
    frame = pl.DataFrame(rows).with_columns(pl.lit(text).alias(name) for name, text in said.items())
    return MOVES.checked(frame.with_columns(line_type=pl.lit("commission")).select(MOVES.names))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--payees", type=int, default=5_000)
    parser.add_argument("--reads", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="attain-postings-") as name:
        workspace = Path(name)
        workspace.joinpath("attain.yaml").write_text("currency: USD\n", encoding="utf-8")
        ready(workspace)
        try:
            measure(moves_of(given.lines, given.payees), given.reads, given.payees)
        finally:
            connections.close_all()
            Cluster(workspace).stop()


def measure(moves: pl.DataFrame, reads: int, payees: int) -> None:
    """Post, copy the same rows, and read."""
    began = used(ENGINE)
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        standing, head = ledgers.standing_in(cursor, [PERIOD]), ledgers.head_of(cursor)
        states = [State("calculation", moves)]
        found = took("reconcile", lambda: reconcile(standing, states, closed=[], open_period=PERIOD))
        posting, owed = Posting("run", 1, dt.date(2026, 1, 31)), ledgers.positions(cursor)
        posted = took("post", lambda: post(DIFFERENCES.checked(found), owed, posting, head))
        took("append", lambda: ledgers.append(cursor, posted))
    whole = since(began, ENGINE)
    print(f"posted {posted.lines.height:,} lines in {posted.entries.height:,} entries: {whole.said}")
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        everybody = posted.positions["payee_id"].unique().to_list()
        cursor.execute("INSERT INTO visible (viewer, payee_id, starts_on, ends_before) "
                       "SELECT p, p, '0001-01-01', '9999-12-31' FROM unnest(%s::text[]) p", [everybody])  # fmt: skip
    copied = bare_copy(posted)
    print(f"bare COPY of the same rows: {copied.said}")
    longer, more = whole.elapsed / copied.elapsed, whole.worked / copied.worked
    print(f"posting takes {longer:.2f} times as long, and {more:.2f} times the seconds of processor in both")
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE ledger_entry, ledger_line, visible")
    times = sorted(read_once(f"P{random.Random(n).randrange(payees):05}") for n in range(reads))
    print(
        f"statement read: median {times[len(times) // 2] * 1000:.1f} ms, p95 {times[reads * 95 // 100] * 1000:.1f} ms"
    )


@dataclass(frozen=True)
class Used:
    """Seconds: on the clock, of processor in this process, and of processor in the server."""

    elapsed: float
    here: float
    server: float

    @property
    def worked(self) -> float:
        """Seconds of processor, here and in the server."""
        return self.here + self.server

    @property
    def said(self) -> str:
        """The three of them."""
        return f"{self.elapsed:.1f} s; {self.here:.1f} s of processor here, {self.server:.1f} s in the server"


def used(alias: str) -> Used:
    """Return what was used until now; of the server, by the process behind one connection."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    stat = Path(f"/proc/{pid}/stat")
    ticks = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13] if stat.exists() else ("0", "0")
    server = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return Used(time.perf_counter(), time.process_time(), server)


def since(began: Used, alias: str) -> Used:
    """Return what was used since then."""
    now = used(alias)
    return Used(now.elapsed - began.elapsed, now.here - began.here, now.server - began.server)


def bare_copy(posted: Posted) -> Used:
    """Copy the rows into tables like those of the ledger, with their indexes and nothing else."""
    tables = {
        "ledger_entry": posted.entries,
        "ledger_line": posted.lines,
        "ledger_standing": posted.standing,
        "ledger_position": posted.positions,
    }
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        for name in tables:
            cursor.execute(f"CREATE TABLE bare_{name} (LIKE {name} INCLUDING ALL)")
    began = used(OWNER)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        for name, frame in tables.items():
            add_frame(cursor, f"bare_{name}", frame)
    return since(began, OWNER)


def read_once(payee: str) -> float:
    """Read the lines of a payee's period as the application does, and return the seconds it took."""
    began = time.perf_counter()
    with transaction.atomic(using=APPLICATION), connections[APPLICATION].cursor() as cursor:
        cursor.execute("SELECT set_config('attain.viewer', %s, true)", [payee])
        cursor.execute(READ, [payee, PERIOD])
        assert cursor.fetchall(), payee
    return time.perf_counter() - began


def took(title: str, work: Callable[[], Found]) -> Found:
    """Do something, print how long it took, and return what it gave."""
    began = time.perf_counter(), time.process_time()
    found = work()
    print(f"  {title}: {time.perf_counter() - began[0]:.1f} s, {time.process_time() - began[1]:.1f} s here", flush=True)
    return found


if __name__ == "__main__":
    main()
