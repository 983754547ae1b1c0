"""What programs are told: events, read from the rows of the audit."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from attain_web.store.models import AuditRow

DEAL, STATEMENT, CLOSED = "deal.changed", "statement.published", "period.closed"
DISPUTE, EXPORTED = "dispute.opened", "payment.exported"
EVENTS = (DEAL, STATEMENT, CLOSED, DISPUTE, EXPORTED)


class Event(NamedTuple):
    """Something that happened: its kind, and what there is to say of it."""

    kind: str
    about: Mapping[str, Any]


def events_in(row: AuditRow) -> list[Event]:
    """Return what a row of the audit says to programs."""
    return list(_events(row.action, row.subject, json.loads(row.details)))


def steps_in(details: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the steps that an action took: the kind of thing, which one, and what was done."""
    for step in details.get("steps", []):
        kind, _, name = str(step["thing"]).rpartition(" ")
        yield kind, name, str(step["step"])


def _events(action: str, subject: str, details: Mapping[str, Any]) -> Iterator[Event]:
    if action in {"import_workspace", "undo_batch"}:
        changes = {table: counts for table, counts in details.get("changes", {}).items() if any(counts.values())}
        if changes:
            yield Event(DEAL, {"batch": details.get("batch"), "changes": changes})
    elif action == "close_period":
        yield Event(CLOSED, {"period_id": subject})
    elif action == "export_pay_run":
        yield Event(EXPORTED, {"pay_run_id": subject})
    for step in steps_in(details):
        yield from _of_step(*step)


def _of_step(kind: str, name: str, step: str) -> Iterator[Event]:
    if (kind, step) == ("statement", "publish"):
        period_id, _, payee_id = name.partition("/")
        yield Event(STATEMENT, {"period_id": period_id, "payee_id": payee_id})
    elif (kind, step) == ("dispute", "raise"):
        yield Event(DISPUTE, {"dispute_id": name})
