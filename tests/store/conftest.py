"""Stores for tests: one server with a migrated database, of which every test gets a copy."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from attain_web.setup import ready
from attain_web.store.embedded import Cluster, Secrets
from attain_web.store.embedded.secrets import ADMIN
from tests.store.small import write_small

NUMBERS = count(1)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """A server whose database has its tables and nothing in them."""
    folder = tmp_path_factory.mktemp("made")
    ready(folder)
    connections.close_all()
    secrets = Secrets.read(folder / "var")
    assert secrets is not None
    with entered(secrets, "postgres") as connection:  # what a test writes need not outlive the machine
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield secrets
    remove(folder)


@pytest.fixture
def workspace(made: Secrets, tmp_path: Path) -> Iterator[Path]:
    """A small workspace with an empty store, on the server of all tests."""
    folder = tmp_path / "workspace"
    write_small(folder)
    own = replace(made, database=f"test_{os.getpid()}_{next(NUMBERS)}")
    with entered(own, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {own.database} TEMPLATE {made.database} OWNER attain_owner")
    (folder / "var").mkdir()
    own.write(folder / "var")
    ready(folder)
    yield folder
    connections.close_all()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Path]:
    """A small workspace with a server of its own, for tests that stop it."""
    folder = tmp_path / "alone"
    write_small(folder)
    ready(folder)
    yield folder
    remove(folder)


def entered(secrets: Secrets, database: str) -> psycopg.Connection:
    """Enter a database as the administrator."""
    password = secrets.passwords[ADMIN]
    return psycopg.connect(host=str(secrets.socket), user=ADMIN, password=password, dbname=database, autocommit=True)


def remove(workspace: Path) -> None:
    """Stop the server of a workspace and remove its cluster, wherever it is."""
    connections.close_all()
    secrets = Secrets.read(workspace / "var")
    Cluster(workspace).stop()
    if secrets is not None:
        shutil.rmtree(secrets.cluster, ignore_errors=True)


def behind_the_back(workspace: Path, table: str, statement: str, *values: object) -> None:
    """What somebody with the rights of the administrator does to a table."""
    secrets = Secrets.read(workspace / "var")
    assert secrets is not None
    with entered(secrets, secrets.database) as connection:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        connection.execute(statement, values or None)
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
