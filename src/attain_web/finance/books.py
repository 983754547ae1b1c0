"""The books: what is owed rolled forward, whether a period ties out, its journal, and its evidence in one file."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.auditing import verify_audit
from attain_web.actions.closing import accounting, posting
from attain_web.actions.closing.evidence import gather_evidence
from attain_web.actions.closing.figures import period
from attain_web.actions.closing.files.journal_files import write_journal
from attain_web.actions.closing.tying import tie_out_period
from attain_web.figures.keeping.booked import rolled_and_accounts
from attain_web.figures.payees import pay_periods_known
from attain_web.figures.workspace import workspace_now
from attain_web.shell.sending import Problem

FINANCE = ("finance", "admin", "leader", "auditor")
SIDES = ("opening", "earned", "clawed_back", "drawn", "draw_recovered", "adjusted", "paid", "closing")
LISTS = ("imported", "credited", "earned", "posted", "exported", "paid", "booked")
LARGEST_FILE = 2**20


@screen(*FINANCE, title="Roll-forward")
def roll_forward(request: HttpRequest) -> HttpResponse:
    """Roll what is owed for commissions forward, period by period, and show every account."""
    rolled, accounts = rolled_and_accounts()
    rows = [{"row": row, "sides": [row[name] for name in SIDES]} for row in rolled]
    known = {"rows": rows, "sides": [name.replace("_", " ") for name in SIDES], "accounts": accounts}
    return render(request, "finance/roll_forward.html", known)


@screen(*FINANCE, title="Tie-out")
def tie_out(request: HttpRequest) -> HttpResponse:
    """Find every amount of a period again, from the facts to the books."""
    names = _periods()
    asked = request.GET.get("period", "") or next(iter(names), "")
    known: dict[str, object] = {"period_names": names, "chosen": asked, "lists": LISTS}
    problem = None
    try:
        if asked:
            rows = tie_out_period(settings.WORKSPACE, asked).to_dicts()
            known |= {"rows": rows, "broken": {row["step"] for row in rows}, "state": period(asked).state}
            known["unexplained"] = _unexplained(rows, workspace_now(settings.WORKSPACE).currency)
    except Refused as refused:
        problem = Problem(refused.what[:1].upper() + refused.what[1:], refused.fix)
    return render(request, "finance/tie_out.html", known | {"problem": problem}, status=409 if problem else 200)


@screen(*FINANCE, title="Ledger check")
def verified(request: HttpRequest) -> HttpResponse:
    """Check the ledger and the audit from the first row to the last, against the heads that were signed."""
    ledger, audit = posting.verify_ledger(settings.WORKSPACE), verify_audit(settings.WORKSPACE)
    known = {"chains": (("Ledger", ledger), ("Audit", audit))}
    return render(request, "finance/verified.html", known)


@screen(*FINANCE, title="Journals and evidence")
def journals(request: HttpRequest) -> HttpResponse:
    """Offer the journal of a period, and its evidence."""
    return render(
        request,
        "finance/journals.html",
        {"period_names": _periods(), "currency": workspace_now(settings.WORKSPACE).currency},
    )


@screen("finance", "admin", acts=True)
def journal(request: HttpRequest) -> HttpResponse:
    """Make the journal of a period with the account numbers of a file, as CSV."""
    asked = request.POST.get("period", "")
    sent = request.FILES.get("accounts")
    if sent is None or sent.size is None or sent.size > LARGEST_FILE:
        return _journals(request, Problem("The account numbers are missing, or larger than 1 MB", "Choose a CSV file"))
    try:
        with tempfile.TemporaryDirectory() as folder:
            file, out = Path(folder, "accounts.csv"), Path(folder, "journal.csv")
            file.write_bytes(sent.read())
            write_journal(accounting.journal_of(asked, accounting.read_account_map(file)), out)
            return _file(out.read_bytes(), "text/csv; charset=utf-8", f"journal-{asked}.csv")
    except Refused as refused:
        return _journals(request, Problem(refused.what, refused.fix))


@screen("finance", "admin", "auditor", acts=True)
def evidence(request: HttpRequest) -> HttpResponse:
    """Gather the evidence of a period in one signed zip; that it was gathered is recorded."""
    asked = request.POST.get("period", "")
    try:
        content = gather_evidence(settings.WORKSPACE, asked, acting_user=viewer_of(request).user)
    except Refused as refused:
        return _journals(request, Problem(refused.what, refused.fix))
    return _file(content, "application/zip", f"evidence-{asked}.zip")


@screen(*FINANCE)
def finance_start(request: HttpRequest) -> HttpResponse:
    """Go to where finance begins."""
    del request
    return redirect("finance:pay-runs")


def _unexplained(rows: list[dict[str, Any]], usual: str) -> dict[str, int]:
    """Add up by how much rows differ, each currency by itself; 0 in the workspace's where nothing does."""
    found: dict[str, int] = {usual: 0}
    for row in rows:
        if row["currency"]:
            differs = abs((row["found_amount"] or 0) - (row["expected_amount"] or 0))
            found[row["currency"]] = found.get(row["currency"], 0) + differs
    return found


def _journals(request: HttpRequest, problem: Problem) -> HttpResponse:
    known = {"period_names": _periods(), "problem": problem, "chosen": request.POST.get("period", "")}
    return render(request, "finance/journals.html", known, status=409)


def _periods() -> list[str]:
    """Pay periods that were calculated, the latest first."""
    return [one.period_id for one in reversed(pay_periods_known(settings.WORKSPACE)) if period(one.period_id).steps]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer
