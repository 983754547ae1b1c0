"""The key that signs where the ledger ended at each close; it is kept in the workspace, never in the database."""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from attain_web.store.embedded.cluster import VAR

PRIVATE, PUBLIC = "signing.key", "signing.pub"


def signing_key(workspace: Path) -> Ed25519PrivateKey:
    """Return the workspace's key; it is made the first time, readable by its owner alone."""
    folder = workspace / VAR
    path = folder / PRIVATE
    if not path.exists():
        folder.mkdir(exist_ok=True)
        _make(folder)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        message = f"{path} holds no Ed25519 key"
        raise TypeError(message)
    return key


def _make(folder: Path) -> None:
    """Make a key; of several processes that make one at the same moment the first wins."""
    key = Ed25519PrivateKey.generate()
    number, partial = tempfile.mkstemp(prefix=f".{PRIVATE}.", dir=folder)  # readable by its owner alone
    try:
        with os.fdopen(number, "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, folder / PRIVATE)
        except FileExistsError:
            return
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / PUBLIC).write_bytes(public)
    finally:
        Path(partial).unlink()


def public_key(workspace: Path) -> Ed25519PublicKey:
    """Return the half of the key that verifies."""
    return signing_key(workspace).public_key()


def public_file(workspace: Path) -> Path:
    """Return the file that holds the half of the key that verifies, as PEM."""
    path = workspace / VAR / PUBLIC
    key = signing_key(workspace).public_key()
    if not path.exists():  # the private half was put back without it
        path.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return path
