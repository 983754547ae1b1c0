"""Files that somebody adds to a dispute: kept outside the chains, which know them by a salted hash, and erasable."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from attain_web.actions.access import refuse_unless_seen, visible_payees
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.closing.disputing import dispute_of, dispute_thing
from attain_web.actions.people import users_of
from attain_web.actions.stepping import Wanted
from attain_web.store.models import Attachment

MOST_BYTES = 10_000_000
MOST_FILES = 20


@dataclass(frozen=True)
class Evidence:
    """A file of a dispute: its name, how large it is, who added it, and the digest by which it is asked for."""

    digest: str
    name: str
    byte_count: int
    written_by: str


def attach_evidence(dispute_id: str, name: str, content: bytes, *, acting_user: str) -> Evidence:
    """Add a file to a dispute; it is a message of its thread.

    Args:
        dispute_id: which one.
        name: the file's own.
        content: its bytes.
        acting_user: the payee, or somebody who answers.

    Raises:
        Refused: the dispute is not open, the user has no part in it, or the file is empty or too large.
    """
    plain = PurePath(name.replace("\\", "/")).name
    if not content or not plain:
        raise Refused("the file is empty or has no name", "choose the file that shows what you say")
    if len(content) > MOST_BYTES:
        raise Refused(f"{plain} has {len(content):,} bytes", f"a file has {MOST_BYTES:,} at most; send a part of it")
    with acting("attach_evidence", acting_user=acting_user, subject=dispute_id) as act:
        found = dispute_of(dispute_id)
        refuse_unless_seen(acting_user, found.payee_id, found.period_id)
        kept = Attachment.objects.using(ENGINE).filter(dispute_id=dispute_id)
        if kept.count() >= MOST_FILES:
            raise Refused(f"{dispute_id} has {MOST_FILES} files", "write the rest into the thread")
        salt = secrets.token_hex(16)
        digest = sha256(f"{salt}{plain}\0".encode() + content).hexdigest()
        action = "add" if acting_user in users_of([found.payee_id]) else "answer"
        wanted = Wanted(action, acting_user, plain, [found.payee_id])
        dispute_thing(dispute_id).take(act, wanted, details={"attachment": digest})
        made = {"salt": salt, "dispute_id": dispute_id, "name": plain, "content": content, "about": found.payee_id}
        Attachment(digest=digest, written_by=acting_user, **made).save(using=ENGINE, force_insert=True)
    return Evidence(digest, plain, len(content), acting_user)


def evidence_of(dispute_id: str, *, viewer: str) -> list[Evidence]:
    """Return the files of a dispute, by name.

    Raises:
        Refused: there is no such dispute, or it is not for the viewer to see.
    """
    _refuse_unless_seen(dispute_id, viewer)
    rows = Attachment.objects.using(ENGINE).filter(dispute_id=dispute_id).order_by("name", "digest")
    return [Evidence(row.digest, row.name, len(row.content), row.written_by) for row in rows]


def evidence_content(dispute_id: str, digest: str, *, viewer: str) -> tuple[str, bytes]:
    """Return a file's name and its bytes, after comparing them with their digest.

    Raises:
        Refused: there is none, it was erased or changed, or it is not for the viewer to see.
    """
    _refuse_unless_seen(dispute_id, viewer)
    row = Attachment.objects.using(ENGINE).filter(dispute_id=dispute_id, digest__startswith=digest).first()
    if row is None or not digest:
        raise Refused(f"{dispute_id} has no such file", "it may have been erased; see 'attain dispute show'")
    content = bytes(row.content)
    if sha256(f"{row.salt}{row.name}\0".encode() + content).hexdigest() != row.digest:
        raise Refused(f"{row.name} was changed in the database", "find out by whom, and restore a backup")
    return row.name, content


def _refuse_unless_seen(dispute_id: str, viewer: str) -> None:
    found = dispute_of(dispute_id)
    if not visible_payees(viewer, [found.payee_id], found.period_id):
        raise Refused(f"{dispute_id} is not for {viewer} to see", "ask its payee")
