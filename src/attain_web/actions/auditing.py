"""The audit: read, and verified from its first row to its last."""

import json
from pathlib import Path

import polars as pl
from django.db import connections
from django.db.backends.utils import CursorWrapper

from attain.ledger import HEADS, Verdict, verify_chain
from attain_web.actions.acting import AUDIT_RECORD, AUDIT_ROWS, ENGINE
from attain_web.store.frames import read_frame
from attain_web.store.keys import public_key
from attain_web.store.models import AuditRow

_SCHEMA = {"entry_no": pl.Int64, "previous_hash": pl.String, "entry_hash": pl.String, **AUDIT_ROWS}


def last_rows(count: int) -> list[dict[str, object]]:
    """Return the newest rows, in the order they were written."""
    rows = AuditRow.objects.using(ENGINE).order_by("-entry_no")[:count]
    return [
        {
            "number": row.entry_no,
            "at": row.at.isoformat(),
            "acting_user": row.acting_user,
            "system_user": row.system_user,
            "action": row.action,
            "subject": row.subject,
            "details": json.loads(row.details),
        }
        for row in reversed(rows)
    ]


def verify_audit(workspace: Path) -> Verdict:
    """Verify the audit against itself and against the heads that were signed at each close."""
    with connections[ENGINE].cursor() as cursor:
        return audit_verdict(cursor, workspace)


def audit_verdict(cursor: CursorWrapper, workspace: Path) -> Verdict:
    """The same, inside an action."""
    rows = pl.DataFrame(list(AuditRow.objects.using(ENGINE).values_list(*_SCHEMA)), schema=_SCHEMA, orient="row")
    heads = read_frame(cursor, "signed_head", HEADS, where="chain = %s", parameters=["audit"])
    return verify_chain(rows, heads, public_key(workspace), record=AUDIT_RECORD)
