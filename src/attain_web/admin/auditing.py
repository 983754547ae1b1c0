"""The audit: who did what, when, on whose behalf; searched, and verified from its first row."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain_web.access.screens import screen
from attain_web.actions.typed import number_in
from attain_web.store.models import AuditRow

AUDITORS = ("admin", "finance", "leader", "auditor")
ON_A_PAGE = 50


@screen(*AUDITORS, title="Audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Show the audit, the newest rows first; the address says what was searched for."""
    rows = AuditRow.objects.order_by("-entry_no")
    asked = {name: request.GET.get(name, "").strip() for name in ("user", "action", "subject")}
    if asked["user"]:
        rows = rows.filter(acting_user__icontains=asked["user"])
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    if asked["subject"]:
        rows = rows.filter(subject__icontains=asked["subject"])
    before = number_in(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(entry_no__lt=before)
    found = list(rows[: ON_A_PAGE + 1])
    shown = [{"row": row, "details": _details(row.details)} for row in found[:ON_A_PAGE]]
    known = {
        "rows": shown,
        "asked": asked,
        "actions": sorted(set(AuditRow.objects.values_list("action", flat=True))),
        "next_before": found[ON_A_PAGE - 1].entry_no if len(found) > ON_A_PAGE else "",
    }
    return render(request, "admin/audit.html", known)


def _details(text: str) -> list[tuple[str, str]]:
    found: dict[str, Any] = json.loads(text)
    return [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in found.items()]
