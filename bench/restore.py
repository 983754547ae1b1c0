"""Measures backup, loss and restore: ``python bench/restore.py``, a million ledger lines unless it is told otherwise.

The lines are posted as ``bench/postings.py`` does. Then the store is backed up into one file, the whole cluster is
removed from the disk, and it is restored from the file with the copy of the key; both chains have to verify.
"""

import argparse
import datetime as dt
import shutil
import tempfile
from pathlib import Path

import polars as pl
from django.db import connections, transaction

from attain.ledger import DIFFERENCES, Posting, State, post, reconcile
from attain_web.setup import ready
from attain_web.store import ledgers
from attain_web.store.embedded import Cluster, Secrets
from bench.postings import ENGINE, PERIOD, moves_of, took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--payees", type=int, default=5_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="attain-restore-") as name:
        workspace = Path(name, "workspace")
        workspace.mkdir()
        workspace.joinpath("attain.yaml").write_text("currency: USD\n", encoding="utf-8")
        ready(workspace)
        try:
            took("posting", lambda: fill(moves_of(given.lines, given.payees)))
            measure(workspace, Path(name))
        finally:
            lose(workspace)


def fill(moves: pl.DataFrame) -> None:
    """Post the moves."""
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        nothing = ledgers.standing_in(cursor, [PERIOD])
        found = reconcile(nothing, [State("calculation", moves)], closed=[], open_period=PERIOD)
        owed, head = ledgers.positions(cursor), ledgers.head_of(cursor)
        posting = Posting("run", 1, dt.date(2026, 1, 31))
        ledgers.append(cursor, post(DIFFERENCES.checked(found), owed, posting, head))


def measure(workspace: Path, outside: Path) -> None:
    """Back up, lose everything, restore, and compare."""
    from attain_web.actions.keeping.backups import back_up_store, restore_store
    from attain_web.store.models import Entry, Line

    before = Entry.objects.using(ENGINE).count(), Line.objects.using(ENGINE).count()
    file, key = outside / "all.zip", outside / "signing.key"
    took("backup", lambda: back_up_store(workspace, file, acting_user="dana"))
    shutil.copyfile(workspace / "var" / "signing.key", key)
    lose(workspace)
    took("an empty store", lambda: ready(workspace))
    done = took("restore and verify", lambda: restore_store(workspace, file, acting_user="dana", key_file=key))
    after = Entry.objects.using(ENGINE).count(), Line.objects.using(ENGINE).count()
    lost = sum(was - now for was, now in zip(before, after, strict=True))
    print(f"{after[1]:,} lines in {after[0]:,} entries, {file.stat().st_size:,} bytes; lost: {lost}; "
          f"verifies: {done.ledger.is_clean and done.audit.is_clean}")  # fmt: skip


def lose(workspace: Path) -> None:
    """Stop the server and remove all that the store has on the disk."""
    connections.close_all()
    found = Secrets.read(workspace / "var")
    Cluster(workspace).stop()
    if found is not None:
        shutil.rmtree(found.cluster, ignore_errors=True)
    shutil.rmtree(workspace / "var", ignore_errors=True)


if __name__ == "__main__":
    main()
