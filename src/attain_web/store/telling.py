"""Who listens is told what changed, when it is kept: kind, key and batch, and nothing that is somebody's.

Servers hear besides whose it is, where it is one payee's, so that they tell nobody else; they do not pass it on.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

CHANNEL = "attain_changes"
LONGEST_KEY = 200
WHOSE = "whose"
# What an action changes. What stands here is told to everybody who is signed in, so no key names a person.
KINDS = {
    "import_workspace": "facts",
    "undo_batch": "facts",
    "calculate_run": "run",
    "save_plans": "plan",
    **dict.fromkeys(("submit_plan", "approve_plan", "reject_plan", "retire_plan"), "plan"),
    **dict.fromkeys(("calculate_period", "review_period", "approve_period", "reject_period"), "period"),
    **dict.fromkeys(("post_period", "close_period", "reopen_period", "keep_period_closed"), "period"),
    **dict.fromkeys(("publish_statements", "approve_statement", "withdraw_statement"), "statement"),
    **dict.fromkeys(("draft_decisions", "approve_decision", "reject_decision", "revoke_decision"), "decision"),
    **dict.fromkeys(("raise_dispute", "say_in_dispute", "accept_dispute", "reject_dispute"), "dispute"),
    "withdraw_dispute": "dispute",
    **dict.fromkeys(("draft_pay_run", "approve_pay_run", "reject_pay_run", "export_pay_run"), "pay_run"),
    "acknowledge_pay_run": "pay_run",
    **dict.fromkeys(("grant_role", "take_role"), "role"),
    **dict.fromkeys(("ask_job", "cancel_job"), "job"),
}
KEYED = {"run", "period", "statement", "pay_run"}  # kinds whose subject names no person


def tell_changed(
    cursor: CursorWrapper, action: str, subject: str, details: Mapping[str, Any], *, whose: str = ""
) -> None:
    """Tell what an action changed, once its transaction is kept; ``whose``: the payee whom alone it is about."""
    kind = KINDS.get(action, "other")
    key = subject.split("/", maxsplit=1)[0][:LONGEST_KEY] if kind in KEYED else str(details.get("job", ""))
    batch = details.get("batch") if kind in {"facts", "run"} else None
    _tell(cursor, {"kind": kind, "key": key, "batch": batch}, whose=whose)


def tell_progress(cursor: CursorWrapper, job_no: int) -> None:
    """Tell that a job went on."""
    _tell(cursor, {"kind": "job", "key": str(job_no), "batch": None})


def _tell(cursor: CursorWrapper, said: Mapping[str, Any], *, whose: str = "") -> None:
    heard = {**said, WHOSE: whose} if whose and len(whose) <= LONGEST_KEY else said
    cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(heard)])
