"""The embedded PostgreSQL: private, found again after a crash, and started once however many ask."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from attain_web.actions.importing import import_workspace
from attain_web.setup import ready
from attain_web.store.embedded import Cluster, Secrets
from attain_web.store.models import Batch
from tests.store.conftest import remove


def postmaster(alone: Path) -> int:
    secrets = Secrets.read(alone / "var")
    assert secrets is not None
    return int((secrets.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def test_what_was_loaded_is_there_after_a_crash(alone: Path) -> None:
    import_workspace(alone, acting_user="dana")
    os.kill(postmaster(alone), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while Cluster(alone).is_running() and time.monotonic() < deadline:
        time.sleep(0.05)
    ready(alone)
    assert Batch.objects.using("engine").count() == 1
    assert not import_workspace(alone, acting_user="dana").is_new


def test_secrets_and_folders_are_for_their_owner_alone(alone: Path) -> None:
    secrets = Secrets.read(alone / "var")
    assert secrets is not None
    for path in (secrets.cluster, secrets.socket):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((alone / "var" / "store.json").stat().st_mode) == 0o600
    assert (alone / "var" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_nobody_enters_without_a_password(alone: Path) -> None:
    secrets = Secrets.read(alone / "var")
    assert secrets is not None
    for user in ("attain_admin", "attain_owner", "attain_engine"):
        for password in ("", "guess", user):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(host=str(secrets.socket), user=user, password=password, dbname="attain")


def test_nothing_listens_on_the_network(alone: Path) -> None:
    assert Cluster(alone).is_running()
    secrets = Secrets.read(alone / "var")
    assert secrets is not None
    settings = (secrets.cluster / "postgresql.conf").read_text(encoding="utf-8")
    assert "listen_addresses = ''" in settings
    with socket.socket() as probe:
        lines = (secrets.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        assert lines[5].strip() == "", "the line that names the address"
        assert probe.connect_ex(("127.0.0.1", int(lines[3]))) != 0


def test_many_who_start_it_at_once_start_one(alone: Path) -> None:
    Cluster(alone).stop()
    code = "import sys; from pathlib import Path; from attain_web.store.embedded import Cluster; "
    code += "Cluster(Path(sys.argv[1])).start()"
    started = [subprocess.Popen([sys.executable, "-c", code, str(alone)]) for _ in range(6)]
    assert [one.wait(timeout=60) for one in started] == [0] * 6
    ready(alone)
    assert Cluster(alone).is_running()


def test_stopping_twice_is_no_harm(alone: Path) -> None:
    assert Cluster(alone).stop()
    assert not Cluster(alone).stop()
    assert not Cluster(alone).is_running()


def test_an_attempt_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    cluster.start()
    secrets = json.loads((tmp_path / "var" / "store.json").read_text(encoding="utf-8"))
    (tmp_path / "var" / "store.json").unlink()  # killed before the secrets were written
    cluster.start()
    assert json.loads((tmp_path / "var" / "store.json").read_text(encoding="utf-8")) != secrets
    remove(tmp_path)
