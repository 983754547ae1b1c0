"""Stores for tests: one is made and migrated, and every test gets a copy of it."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from attain_web.setup import ready
from attain_web.store.embedded import Cluster
from tests.store.small import write_small


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``var`` of a store that was made, migrated and stopped."""
    folder = tmp_path_factory.mktemp("made")
    ready(folder)
    assert Cluster(folder).stop()
    return folder / "var"


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A small workspace with a running store of its own, empty but for its tables."""
    folder = tmp_path / "workspace"
    write_small(folder)
    copied(made, folder / "var")
    ready(folder)
    yield folder
    Cluster(folder).stop()


def copied(made: Path, var: Path) -> None:
    """Copy a stopped store; its owner and modes stay, its paths are those of the copy."""
    shutil.copytree(made, var, symlinks=True)
    secrets = json.loads((made / "store.json").read_text(encoding="utf-8"))
    old = Path(secrets["cluster"])
    new = (
        var / "postgresql"
        if old.is_relative_to(made)
        else old.with_name(f"{old.name}-{os.getpid()}-{var.stat().st_ino}")
    )
    if not old.is_relative_to(made):
        shutil.copytree(old, new, symlinks=True)
    owner = old.stat()
    for path in [new, *new.rglob("*")]:
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
    settings = new / "postgresql.conf"
    settings.write_text(settings.read_text().replace(secrets["socket"], str(new / "socket")), encoding="utf-8")
    secrets |= {"cluster": str(new), "socket": str(new / "socket")}
    (var / "store.json").write_text(json.dumps(secrets), encoding="utf-8")
    (var / "store.json").chmod(0o600)
