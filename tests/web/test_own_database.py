"""A PostgreSQL of one's own: what deploy/roles.sql makes is all that the server needs, by a name of ATTAIN_HOSTS."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from attain_web.serving import asked_at
from attain_web.store.embedded import Secrets
from attain_web.store.embedded.programs import Account, Programs
from attain_web.store.embedded.secrets import ADMIN
from tests.store.conftest import entered
from tests.store.small import write_small
from tests.web.conftest import ROOT, ended, started, url_of

ACCOUNT, PASSWORD = "an_account", "not-a-secret"


@pytest.fixture
def url(made: Secrets) -> str:
    """An empty database with an account that is no superuser, as an administrator would make them."""
    with entered(made, "postgres") as connection:
        connection.execute("DROP DATABASE IF EXISTS of_ours WITH (FORCE)")
        connection.execute(f"DROP ROLE IF EXISTS {ACCOUNT}")
        connection.execute(f"CREATE ROLE {ACCOUNT} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("CREATE DATABASE of_ours")
    return f"postgresql://{ACCOUNT}:{PASSWORD}@{quote(str(made.socket), safe='')}/of_ours"


def test_the_roles_are_all_that_a_database_needs(made: Secrets, url: str, tmp_path: Path) -> None:
    roles = ROOT / "deploy" / "roles.sql"
    text = "\n".join(line for line in roles.read_text(encoding="utf-8").splitlines() if "CREATE ROLE" not in line)
    known = Programs.found(Account.chosen())
    command = [str(known.folder / "psql"), "-v", "ON_ERROR_STOP=1", "-v", f"account={ACCOUNT}", "-h", str(made.socket)]
    environment = {"PGPASSWORD": made.passwords[ADMIN]}
    done = subprocess.run(
        [*command, "-U", ADMIN, "of_ours"], input=text, text=True, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    workspace = tmp_path / "workspace"
    write_small(workspace)
    known_as = {"DATABASE_URL": url, "ATTAIN_HOSTS": "pay.example.com", "ATTAIN_SECRET_KEY": "k" * 50}
    server = started(workspace, "--host", "0.0.0.0", "--port", "0", "--no-worker", **known_as)  # noqa: S104 -- as in a container
    try:
        port = url_of(server).rstrip("/").rpartition(":")[2]
        watched = [sys.executable, "-m", "attain_web.alive", port]
        assert subprocess.run(watched, env=os.environ | known_as, check=False).returncode == 0
        assert (
            subprocess.run(watched, env=os.environ | {"ATTAIN_HOSTS": "other.example.com"}, check=False).returncode == 1
        ), "by another name"
    finally:
        assert ended(server) == 0
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False,)


@pytest.mark.parametrize(
    ("hosts", "url", "asks", "name"),
    [
        (["localhost", "127.0.0.1"], "http://127.0.0.1:1/a", "http://127.0.0.1:1/a", None),
        (["pay.example.com"], "http://0.0.0.0:1/a", "http://127.0.0.1:1/a", "pay.example.com"),
        ([".example.com"], "http://[::]:1/a", "http://[::1]:1/a", "example.com"),
        (["*"], "http://0.0.0.0:1/a", "http://127.0.0.1:1/a", None),
    ],
)
def test_the_server_asks_itself_by_a_name_it_has(
    monkeypatch: pytest.MonkeyPatch, made: Secrets, hosts: list[str], url: str, asks: str, name: str | None
) -> None:
    from django.conf import settings

    del made
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", hosts)
    request = asked_at(url)
    assert (request.full_url, request.get_header("Host")) == (asks, name)
