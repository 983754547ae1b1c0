"""What every action has in common: one transaction of the engine, the workspace's lock, and a row of the audit.

with acting("import_workspace", acting_user="dana", subject="data") as act:
    act.cursor.execute(...)
    act.details["rows"] = 3
"""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from attain_web.store.models import AuditRow

ENGINE = "engine"
LOCK = 4_711_000
NOTHING = "0" * 64


class Refused(Exception):
    """An action that is not allowed or not possible: what, and what to do instead. Nothing was changed."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what = what
        self.fix = fix


@dataclass
class Act:
    """An action under way.

    Attributes:
        cursor: of the engine, inside the transaction.
        at: the instant it is recorded under.
        acting_user: on whose behalf.
        subject: what it is done to.
        details: what the audit row will say; filled in on the way.
        is_empty: set where nothing was changed, and nothing is recorded.
    """

    cursor: CursorWrapper
    at: datetime
    acting_user: str
    subject: str
    details: dict[str, Any] = field(default_factory=dict[str, Any])
    is_empty: bool = False


@contextmanager
def acting(action: str, *, acting_user: str, subject: str) -> Iterator[Act]:
    """Open a transaction, take the workspace's lock, and record the action at the end; an error undoes all of it.

    Args:
        action: its name.
        acting_user: on whose behalf.
        subject: what it is done to.
    """
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        act = Act(cursor, datetime.now(UTC), acting_user, subject)
        yield act
        if not act.is_empty:
            _record(action, act)


def _record(action: str, act: Act) -> None:
    last = AuditRow.objects.using(ENGINE).order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, NOTHING)
    row = AuditRow(
        number=number,
        at=act.at,
        acting_user=act.acting_user,
        system_user=getpass.getuser(),
        action=action,
        subject=act.subject,
        details=act.details,
        previous=previous,
    )
    row.hash = hash_of(row)
    row.save(using=ENGINE, force_insert=True)


def hash_of(row: AuditRow) -> str:
    """Return sha256, in hexadecimal, of a row of the audit and the hash of the one before it."""
    said = [row.number, row.at.isoformat(), row.acting_user, row.system_user, row.action, row.subject, row.details]
    text = json.dumps([row.previous, *said], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
