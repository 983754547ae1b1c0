"""One workspace's PostgreSQL: made once, started when it is needed, and waited for while it recovers from a crash.

Nothing listens on the network. Whoever enters has a password, and no connection of the application is a superuser.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from attain_web.store.embedded import remains
from attain_web.store.embedded.programs import OF_ATTAIN, Account, Failed, Programs
from attain_web.store.embedded.secrets import ADMIN, DATABASE, ENGINE_ROLE, ROLES, Secrets

VAR = "var"
LONGEST_SOCKET = 90
SECONDS_TO_WAIT = 120
SECONDS_TO_DUMP = 3600
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "'128MB'",
    "work_mem": "'64MB'",
    "max_wal_size": "'2GB'",
    "log_min_messages": "'warning'",
    "log_timezone": "'UTC'",
    "timezone": "'UTC'",
}


class NotReady(Exception):
    """The embedded PostgreSQL cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """The embedded PostgreSQL of a workspace.

    Attributes:
        workspace: the workspace's folder; everything of the store is in its folder ``var``.
    """

    workspace: Path

    @property
    def folder(self) -> Path:
        """Where secrets, lock and log are."""
        return self.workspace.resolve() / VAR

    def start(self) -> Secrets:
        """Make the cluster if there is none, start it if it stands still, and wait until it answers.

        Many processes may ask at once: one makes or starts it, the others wait.

        Raises:
            NotReady: it cannot be made or started, or does not answer in time.
        """
        try:
            with self._locked():
                programs = Programs.found(Account.chosen())
                found = Secrets.read(self.folder) or self._made(programs)
                if not _answers(found):
                    self._start(programs, found)
                self._wait(found)
        except Failed as error:
            message = f"the embedded PostgreSQL does not start: {error}"
            raise NotReady(message) from error
        except OSError as error:
            message = f"the embedded PostgreSQL does not start: {error}"
            raise NotReady(message) from error
        return found

    def stop(self) -> bool:
        """Stop it, waiting for what is under way; say whether it ran."""
        with self._locked():
            found = Secrets.read(self.folder)
            if found is None or not (found.cluster / "postmaster.pid").exists():
                return False
            programs = Programs.found(Account.chosen())
            try:
                programs.run("pg_ctl", ["-D", str(found.cluster), "-m", "fast", "-w", "stop"])
            except Failed:  # the file of a server that was killed
                return False
            return True

    def dump(self, file: Path) -> Path:
        """Write the workspace's database into a file, as it is at one moment, while others go on working.

        Raises:
            Failed: it cannot be written.
        """
        found = self.start()
        programs = Programs.found(Account.chosen())
        with _lent(file.parent, programs.account) as folder:
            written = folder / file.name
            arguments = ["--format=custom", "--compress=1", "--file", str(written), *_reached(found, found.database)]
            programs.run("pg_dump", arguments, seconds=SECONDS_TO_DUMP, env=_password(found))
            shutil.move(written, file)
        return file

    def restore(self, file: Path) -> None:
        """Put what a dump holds in the place of the workspace's database; until all of it is there the old one stays.

        Raises:
            Failed: the dump cannot be read.
        """
        found = self.start()
        programs = Programs.found(Account.chosen())
        fresh = f"{found.database}_restored"
        with _connected(found, "postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
            _open_database(connection, found, fresh)
        with _lent(file.parent, programs.account) as folder:
            copied = folder / f"{file.name}.read"
            shutil.copyfile(file, copied)
            programs.account.give(copied)
            arguments = ["--exit-on-error", "--jobs=2", *_reached(found, fresh), str(copied)]
            programs.run("pg_restore", arguments, seconds=SECONDS_TO_DUMP, env=_password(found))
        with _connected(found, "postgres") as connection:
            old, new = sql.Identifier(found.database), sql.Identifier(fresh)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(old))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, old))

    def is_running(self) -> bool:
        """Whether it answers."""
        found = Secrets.read(self.folder)
        return found is not None and _answers(found)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        with (self.folder / "store.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _made(self, programs: Programs) -> Secrets:
        """Make the cluster in a folder of its own, with its roles and database, and only then write its secrets."""
        mark = sha256(str(self.folder).encode()).hexdigest()[:16]
        inside = programs.account.can_enter(self.folder)
        cluster = self.folder / "postgresql" if inside else OF_ATTAIN / mark
        if not inside:
            OF_ATTAIN.mkdir(mode=0o755, exist_ok=True)
        if (cluster / "postmaster.pid").exists():  # an attempt that was cut short may have left a server behind
            with contextlib.suppress(Failed):
                programs.run("pg_ctl", ["-D", str(cluster), "-m", "immediate", "-w", "stop"])
        shutil.rmtree(cluster, ignore_errors=True)
        cluster.mkdir(mode=0o700)
        programs.account.give(cluster)
        found = Secrets.made(cluster, _socket(cluster, mark))
        self._initialise(programs, found)
        self._start(programs, found)
        self._wait(found)
        _furnish(found)
        found.write(self.folder)
        return found

    @staticmethod
    def _initialise(programs: Programs, found: Secrets) -> None:
        with tempfile.TemporaryDirectory() as folder:
            secret = Path(folder) / "password"
            secret.write_text(found.passwords[ADMIN], encoding="utf-8")
            secret.chmod(0o600)
            for path in (secret, Path(folder)):
                programs.account.give(path)
            arguments = ["-D", str(found.cluster), "-U", ADMIN, "--pwfile", str(secret), "--auth=scram-sha-256"]
            arguments += ["--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"]
            programs.run("initdb", arguments)
        with (found.cluster / "postgresql.conf").open("a", encoding="utf-8") as file:
            settings = SETTINGS | {"unix_socket_directories": f"'{found.socket}'"}
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _start(self, programs: Programs, found: Secrets) -> None:
        if remains.is_alive(found.cluster, found.socket):
            return  # it recovers, or somebody is starting it
        if not found.socket.exists():
            found.socket.mkdir(mode=0o700)
            programs.account.give(found.socket)
        log = found.cluster / "server.log"
        arguments = ["-D", str(found.cluster), "-l", str(log), "-w", "-t", str(SECONDS_TO_WAIT), "start"]
        try:
            programs.run("pg_ctl", arguments, seconds=SECONDS_TO_WAIT + 10)
        except Failed as error:
            written = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
            message = f"{error}\n" + "\n".join(written[-5:])
            raise Failed(message) from error

    def _wait(self, found: Secrets) -> None:
        ends = time.monotonic() + SECONDS_TO_WAIT
        while not _answers(found):
            if time.monotonic() > ends:
                message = f"it did not answer within {SECONDS_TO_WAIT} seconds; see {found.cluster / 'server.log'}"
                raise Failed(message)
            time.sleep(0.05)


def _socket(cluster: Path, mark: str) -> Path:
    """The folder of the socket: inside the cluster, or a short path, because the system limits its length."""
    inside = cluster / "socket"
    if len(str(inside)) <= LONGEST_SOCKET:
        return inside
    return Path(tempfile.gettempdir()) / f"attain-{os.geteuid()}-{mark}"


def _answers(found: Secrets) -> bool:
    try:
        with _connected(found, "postgres"):
            return True
    except psycopg.OperationalError:
        return False


def _connected(found: Secrets, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(found.socket),
        user=ADMIN,
        password=found.passwords[ADMIN],
        dbname=database,
        autocommit=True,
        connect_timeout=5,
    )


def _furnish(found: Secrets) -> None:
    """Make the roles and the database; whoever owns the tables is not a superuser either."""
    with _connected(found, "postgres") as connection:
        for role in ROLES:
            name, password = sql.Identifier(role), sql.Literal(found.passwords[role])
            rights = sql.SQL("BYPASSRLS " if role == ENGINE_ROLE else "")  # COPY adds rows to fenced tables
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN {}PASSWORD {}").format(name, rights, password))
        _open_database(connection, found, DATABASE)


def _open_database(connection: psycopg.Connection, found: Secrets, name: str) -> None:
    """Make a database, and let every role enter it."""
    owner, database, engine = map(sql.Identifier, ("attain_owner", name, ENGINE_ROLE))
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for role in ROLES:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role)))
    connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, engine))
    with _connected(found, name) as inside:
        inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        inside.execute("GRANT ALL ON SCHEMA public TO attain_owner")


@contextlib.contextmanager
def _lent(folder: Path, account: Account) -> Iterator[Path]:
    """Lend a folder to the account that PostgreSQL runs as: this one, or where it cannot go there, one of its own."""
    if account.can_enter(folder):
        account.give(folder)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="attain-dump-", dir=OF_ATTAIN) as name:
        account.give(Path(name))
        yield Path(name)


def _reached(found: Secrets, database: str) -> list[str]:
    return ["--host", str(found.socket), "--username", ADMIN, "--no-password", "--dbname", database]


def _password(found: Secrets) -> dict[str, str]:
    return {"PGPASSWORD": found.passwords[ADMIN]}
