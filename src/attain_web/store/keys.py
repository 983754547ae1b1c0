"""The key that signs where the ledger ended at each close; it is kept in the workspace, never in the database."""

import os
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
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / PUBLIC).write_bytes(public)
        partial = folder / f".{PRIVATE}.partial"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        message = f"{path} holds no Ed25519 key"
        raise TypeError(message)
    return key


def public_key(workspace: Path) -> Ed25519PublicKey:
    """Return the half of the key that verifies."""
    return signing_key(workspace).public_key()
