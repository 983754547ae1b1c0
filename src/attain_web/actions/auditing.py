"""The audit: read, and checked from its first row to its last."""

from attain_web.actions.acting import ENGINE, NOTHING, hash_of
from attain_web.store.models import AuditRow


def last_rows(count: int) -> list[dict[str, object]]:
    """Return the newest rows, in the order they were written."""
    rows = AuditRow.objects.using(ENGINE).order_by("-number")[:count]
    return [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "acting_user": row.acting_user,
            "system_user": row.system_user,
            "action": row.action,
            "subject": row.subject,
            "details": row.details,
        }
        for row in reversed(rows)
    ]


def audit_breaks() -> list[str]:
    """Say where the audit is broken, the first place only; nothing when it holds."""
    previous = NOTHING
    for number, row in enumerate(AuditRow.objects.using(ENGINE).order_by("number").iterator(), 1):
        if row.number != number:
            return [f"row {number} of the audit is missing"]
        if row.previous != previous:
            return [f"row {number} of the audit does not continue the row before it"]
        if row.hash != hash_of(row):
            return [f"row {number} of the audit does not give its hash"]
        previous = row.hash
    return []
