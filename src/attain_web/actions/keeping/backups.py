"""A backup of the whole store in one file, and a store restored from one.

The file is a zip: ``store.dump`` as ``pg_dump`` writes it, ``backup.json`` with where both chains ended and the dump's
sha256, its Ed25519 signature, and the public half of the key that signed it. Both ends are signed in the store too, so
that whatever is missing after a restore is found by ``verify``. The key itself is not in the file.
"""

import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import connections

from attain import __version__
from attain.ledger import Verdict, signed_head
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.auditing import audit_verdict, verify_audit
from attain_web.actions.closing.posting import ledger_verdict, verify_ledger
from attain_web.setup import ready
from attain_web.store.embedded import Cluster, Failed
from attain_web.store.embedded.cluster import VAR
from attain_web.store.frames import add_frame
from attain_web.store.keys import PRIVATE, public_file, signing_key
from attain_web.store.models import AuditRow

DUMP, INDEX, SIGNATURE, KEY = "store.dump", "backup.json", "backup.sig", "signing.pub"


@dataclass(frozen=True)
class Restored:
    """A store that was restored: where both chains ended when it was backed up, and that they verify."""

    ledger: Verdict
    audit: Verdict
    backed_up_at: str


def back_up_store(workspace: Path, file: Path, *, acting_user: str) -> dict[str, Any]:
    """Write the whole store into a file, whole or not at all.

    Args:
        workspace: whose.
        file: where.
        acting_user: who does.

    Returns:
        What the backup says of itself.

    Raises:
        Refused: the chains do not verify, the database is one of yours, or the file cannot be written.
    """
    _refuse_yours()
    key = signing_key(workspace)
    with acting("back_up_store", acting_user=acting_user, subject=file.name) as act:
        verdicts = {"ledger": ledger_verdict(act.cursor, workspace), "audit": audit_verdict(act.cursor, workspace)}
        broken = [one.what for verdict in verdicts.values() for one in verdict.breaks]
        if broken:
            raise Refused(f"the store does not verify: {broken[0]}", "find out why before it is backed up")
        purpose = f"backup {act.at.isoformat()}"
        for chain, verdict in verdicts.items():
            add_frame(act.cursor, "signed_head", signed_head(verdict.head, key, chain=chain, purpose=purpose))
        heads = {chain: [v.head.height, v.head.head_hash] for chain, v in verdicts.items()}
        act.details |= heads
        said = {"at": act.at.isoformat(), "engine": __version__, "heads": heads}
    partial = file.with_name(f".{file.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=workspace.joinpath(VAR), prefix="backup-") as folder:
            dump = Cluster(workspace).dump(Path(folder, DUMP))
            with dump.open("rb") as content:
                said["sha256"] = file_digest(content, "sha256").hexdigest()
            index = json.dumps(said, sort_keys=True).encode()
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                archive.write(dump, DUMP)
                archive.writestr(INDEX, index)
                archive.writestr(SIGNATURE, key.sign(index).hex())
                archive.writestr(KEY, public_file(workspace).read_bytes())
        partial.replace(file)
    except (OSError, Failed) as error:
        partial.unlink(missing_ok=True)
        what = getattr(error, "strerror", None) or str(error)
        raise Refused(f"'{file}' cannot be written: {what}", "name another place, or make room") from None
    return said


def restore_store(workspace: Path, file: Path, *, acting_user: str, key_file: Path | None = None) -> Restored:
    """Make the store of a workspace that has none from a backup, and verify both chains against the signed heads.

    Args:
        workspace: whose; its store is empty.
        file: the backup.
        acting_user: who does.
        key_file: the signing key, where the workspace lost it.

    Raises:
        Refused: the file is no backup or was changed, the store is not empty, the key is missing or another one, or
            what was restored does not verify.
    """
    _refuse_yours()
    said = _read(file)
    _put_key(workspace, key_file)
    if signing_key(workspace).public_key() != said.key:
        raise Refused("the workspace's signing key is not the one that signed the backup", "give that one with --key")
    ready(workspace)
    if AuditRow.objects.using(ENGINE).exists():
        raise Refused("the store of this workspace is not empty", "restore into a new workspace, or move var/ away")
    connections.close_all()
    try:
        with tempfile.TemporaryDirectory(dir=workspace.joinpath(VAR), prefix="restore-") as folder:
            with zipfile.ZipFile(file) as archive:
                archive.extract(DUMP, folder)
            Cluster(workspace).restore(Path(folder, DUMP))
    except (OSError, Failed, zipfile.BadZipFile) as error:
        raise Refused(
            f"'{file.name}' cannot be restored: {error}", "try another backup; the store is as it was"
        ) from None
    ready(workspace)
    found = Restored(verify_ledger(workspace), verify_audit(workspace), said.index["at"])
    broken = [one.what for verdict in (found.ledger, found.audit) for one in verdict.breaks]
    for chain, verdict in (("ledger", found.ledger), ("audit", found.audit)):
        if verdict.head.height < said.index["heads"][chain][0]:
            broken.append(f"the {chain} ends at {verdict.head.height}, before where it was backed up")
    if broken:
        raise Refused(f"what was restored does not verify: {broken[0]}", "try another backup")
    with acting("restore_store", acting_user=acting_user, subject=file.name) as act:
        act.details |= {"at": said.index["at"], "heads": said.index["heads"]}
    return found


@dataclass(frozen=True)
class _Backup:
    """What a backup says of itself, and the key that signed it."""

    index: dict[str, Any]
    key: Ed25519PublicKey


def _read(file: Path) -> _Backup:
    """Read what a backup says, and check that nothing of it was changed."""
    try:
        with zipfile.ZipFile(file) as archive:
            index, signature = archive.read(INDEX), bytes.fromhex(archive.read(SIGNATURE).decode())
            key = load_pem_public_key(archive.read(KEY))
            with archive.open(DUMP) as content:
                digest = file_digest(content, "sha256").hexdigest()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(
            f"'{file.name}' is no whole backup: {error}", "name one that 'attain store backup' wrote"
        ) from None
    try:
        assert isinstance(key, Ed25519PublicKey)
        key.verify(signature, index)
    except (AssertionError, InvalidSignature):
        raise Refused(f"'{file.name}' was changed after it was signed", "take another backup") from None
    said = json.loads(index)
    if said["sha256"] != digest:
        raise Refused(f"the dump in '{file.name}' is not the one that was signed", "take another backup")
    return _Backup(said, key)


def _put_key(workspace: Path, key_file: Path | None) -> None:
    """Put the signing key where the workspace keeps it, unless it is there."""
    folder = workspace.joinpath(VAR)
    if folder.joinpath(PRIVATE).exists():
        return
    if key_file is None:
        what = "the workspace has no signing key, and without it what was signed cannot be continued"
        raise Refused(what, f"give a copy of the lost var/{PRIVATE} with --key")
    try:
        content = key_file.read_bytes()
    except OSError as error:
        raise Refused(f"'{key_file}' cannot be read: {error.strerror}", "name the copy of the key") from None
    folder.mkdir(exist_ok=True)
    with os.fdopen(os.open(folder.joinpath(PRIVATE), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(content)


def _refuse_yours() -> None:
    if os.environ.get("DATABASE_URL"):
        raise Refused("with DATABASE_URL the database is yours", "back it up and restore it with its own tools")
