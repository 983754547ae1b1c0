"""The key that signs cookies and forms of a workspace; kept in its folder ``var``, readable by its owner alone."""

import os
import secrets
import tempfile
from pathlib import Path

from attain.sources.config import CONFIG_FILE
from attain_web.store.embedded.cluster import VAR

FILE = "web.key"


def web_secret(workspace: Path) -> str:
    """Return the workspace's key; it is made the first time. Without a workspace it is one of this process alone.

    Of several processes that make one at the same moment the first wins.
    """
    folder = workspace.resolve() / VAR
    path = folder / FILE
    if not folder.is_dir():
        if not (workspace / CONFIG_FILE).is_file():
            return secrets.token_urlsafe(48)
        folder.mkdir(exist_ok=True)  # as on a database of yours, where nothing else is kept here
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    if not path.exists():
        number, partial = tempfile.mkstemp(prefix=f".{FILE}.", dir=folder)  # readable by its owner alone
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(partial, path)
        except FileExistsError:
            pass
        finally:
            Path(partial).unlink()
    return path.read_text(encoding="utf-8")
