"""The passwords of a workspace's own PostgreSQL: one per role, random, in a file that only its owner reads."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ADMIN = "attain_admin"
ENGINE_ROLE = "attain_engine"
ROLES = ("attain_owner", "attain_app", "attain_engine", "attain_audit")
FILE = "store.json"
DATABASE = "attain"


@dataclass(frozen=True)
class Secrets:
    """What is needed to find and enter the cluster.

    Attributes:
        cluster: the folder of the cluster.
        socket: the folder of its socket.
        passwords: by role, that of the administrator included.
        database: the name of the workspace's database in the cluster.
    """

    cluster: Path
    socket: Path
    passwords: Mapping[str, str]
    database: str = DATABASE

    @classmethod
    def made(cls, cluster: Path, socket: Path) -> "Secrets":
        """Draw a password for every role."""
        return cls(cluster, socket, {role: secrets.token_urlsafe(32) for role in (ADMIN, *ROLES)})

    @classmethod
    def read(cls, folder: Path) -> "Secrets | None":
        """Read them from a folder; None where there are none yet."""
        path = folder / FILE
        if not path.exists():
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
        return cls(Path(found["cluster"]), Path(found["socket"]), found["passwords"], found["database"])

    def write(self, folder: Path) -> None:
        """Write them whole, readable by the owner alone."""
        text = {"cluster": str(self.cluster), "socket": str(self.socket), "database": self.database}
        text |= {"passwords": dict(self.passwords)}
        partial = folder / f".{FILE}.partial"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(text, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(folder / FILE)
