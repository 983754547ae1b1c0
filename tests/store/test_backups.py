"""A backup is one signed file; a store that was lost comes back from it whole, and what was changed is refused."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from attain_web.actions.acting import Refused
from attain_web.actions.closing import posting
from attain_web.actions.importing import import_workspace
from attain_web.actions.keeping.backups import back_up_store, restore_store
from attain_web.setup import ready
from attain_web.store.embedded import Secrets
from attain_web.store.models import AuditRow, Entry, Line
from tests.store.commanding import attain
from tests.store.conftest import behind_the_back, entered
from tests.store.journey import approve_plans, finish
from tests.store.small import write_small

JANUARY = "2026-01"


def counts() -> tuple[int, int, int]:
    return tuple(model.objects.using("engine").count() for model in (AuditRow, Entry, Line))


@pytest.fixture
def backed_up(workspace: Path) -> Path:
    """January is closed, and the store is backed up beside the workspace."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, JANUARY)
    back_up_store(workspace, workspace.parent / "all.zip", acting_user="dana")
    return workspace


@pytest.fixture
def other(made: Secrets, tmp_path: Path) -> Iterator[Path]:
    """Another workspace on the same server, without anything but its key's copy beside it."""
    folder = tmp_path / "other"
    write_small(folder)
    own = replace(made, database=f"other_{tmp_path.name.replace('-', '_').lower()}")
    with entered(own, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {own.database} TEMPLATE {made.database} OWNER attain_owner")
    (folder / "var").mkdir()
    own.write(folder / "var")
    yield folder
    connections.close_all()


def test_a_lost_store_comes_back_whole(backed_up: Path, other: Path) -> None:
    before, file, key = counts(), backed_up.parent / "all.zip", backed_up / "var" / "signing.key"
    with pytest.raises(Refused, match="has no signing key"):
        restore_store(other, file, acting_user="olga")
    done = restore_store(other, file, acting_user="olga", key_file=key)
    assert done.ledger.is_clean
    assert done.audit.is_clean
    assert counts() == (before[0] + 1, *before[1:]), "and a row that says that it was restored"
    assert not import_workspace(other, acting_user="dana").is_new, "the same facts are known"
    finish(other, "2026-02")  # every role may do what it may
    assert posting.verify_ledger(other).is_clean
    secrets = Secrets.read(other / "var")
    assert secrets is not None
    refused = pytest.raises(psycopg.errors.RestrictViolation, match="append-only")
    with entered(secrets, secrets.database) as connection, refused:
        connection.execute("DELETE FROM ledger_line")
    with pytest.raises(Refused, match="is not empty"):
        restore_store(other, file, acting_user="olga")


def test_what_was_changed_is_not_restored(backed_up: Path, other: Path) -> None:
    file, key = backed_up.parent / "all.zip", backed_up / "var" / "signing.key"
    rewritten = backed_up.parent / "changed.zip"
    for name, said in (("backup.json", "changed after it was signed"), ("store.dump", "not the one that was signed")):
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(rewritten, "w") as new:
            for one in old.namelist():
                content = bytearray(old.read(one))
                if one == name:
                    content[len(content) // 2] ^= 1
                new.writestr(one, bytes(content))
        with pytest.raises(Refused, match=said):
            restore_store(other, rewritten, acting_user="olga", key_file=key)
    rewritten.write_bytes(file.read_bytes()[:-3_000])
    with pytest.raises(Refused, match="no whole backup"):
        restore_store(other, rewritten, acting_user="olga", key_file=key)


def test_another_key_is_refused(backed_up: Path, other: Path) -> None:
    from attain_web.store.keys import signing_key

    signing_key(other)
    with pytest.raises(Refused, match="not the one that signed the backup"):
        restore_store(other, backed_up.parent / "all.zip", acting_user="olga")


def test_a_store_that_does_not_verify_is_not_backed_up(backed_up: Path) -> None:
    behind_the_back(backed_up, "ledger_line", "UPDATE ledger_line SET line_amount = line_amount + 1")
    ready(backed_up)
    with pytest.raises(Refused, match="the store does not verify"):
        back_up_store(backed_up, backed_up.parent / "again.zip", acting_user="dana")
    assert not (backed_up.parent / "again.zip").exists()


def test_the_commands(backed_up: Path, other: Path) -> None:
    file = backed_up.parent / "by-hand.zip"
    assert "the ledger up to 2 and the audit up to" in attain("store", "backup", backed_up, file, "--as", "dana")
    words = ("store", "restore", other, file, "--key", backed_up / "var" / "signing.key", "--as", "olga")
    assert "restored: 2 entries of the ledger" in attain(*words)
    attain(*words, status=1)
