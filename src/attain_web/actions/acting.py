"""What every action has in common: one transaction of the engine, the workspace's lock, and a row of the audit.

with acting("import_workspace", acting_user="dana", subject="data") as act:
    act.cursor.execute(...)
    act.details["rows"] = 3
"""

import getpass
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from attain.ledger import Head, Record, chained
from attain_web.store.models import AuditRow
from attain_web.store.telling import tell_changed

ENGINE = "engine"
LOCK = 4_711_000
AUDIT_ROWS = {
    "at": pl.Datetime("us", "UTC"),
    **dict.fromkeys(("acting_user", "system_user", "action", "subject", "details"), pl.String),
}
AUDIT_RECORD = Record("attain-audit/1", tuple(AUDIT_ROWS))


class Refused(Exception):
    """An action that is not allowed or not possible: what, and what to do instead. Nothing was changed."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what = what
        self.fix = fix


def all_of(refusals: Sequence[Refused], most: int = 20) -> Refused:
    """Make one refusal of several, each with its reason; the first of them where they are many."""
    told = [*dict.fromkeys(one.what for one in refusals)]
    more = [f"and {len(told) - most} more"] if len(told) > most else []
    fixes = dict.fromkeys(one.fix for one in refusals)
    return Refused("\n  ".join([*told[:most], *more]), "; ".join([*fixes][:most]))


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
        whose: the payee whom alone it is about; set where open pages of others need not follow.
    """

    cursor: CursorWrapper
    at: datetime
    acting_user: str
    subject: str
    details: dict[str, Any] = field(default_factory=dict[str, Any])
    is_empty: bool = False
    whose: str = ""


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


def system_user() -> str:
    """Return the account of the operating system; a number where it has no name, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _record(action: str, act: Act) -> None:
    last = AuditRow.objects.using(ENGINE).order_by("-entry_no").first()
    said = {
        "at": act.at,
        "acting_user": act.acting_user,
        "system_user": system_user(),
        "action": action,
        "subject": act.subject,
        "details": json.dumps(act.details, sort_keys=True, separators=(",", ":"), ensure_ascii=False),
    }
    head = Head(last.entry_no, last.entry_hash) if last else Head()
    linked, _ = chained(pl.DataFrame([said], schema=AUDIT_ROWS), AUDIT_RECORD, head)
    AuditRow(**linked.row(0, named=True)).save(using=ENGINE, force_insert=True)
    tell_changed(act.cursor, action, act.subject, act.details, whose=act.whose)
