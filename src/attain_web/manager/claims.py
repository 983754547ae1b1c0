"""What stands behind a dispute: the deals it names, its files, and what a correction would change for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing.claims.counterfactual import Correction, Counterfactual, would_change
from attain_web.actions.closing.claims.evidence import attach_evidence, evidence_content, evidence_of
from attain_web.actions.closing.claims.missing import Matched, matched_deals
from attain_web.actions.closing.disputing import dispute_of
from attain_web.figures.workspace import config_of_now
from attain_web.shell.cells import Cell, Column, Table, Writer, figures, words
from attain_web.shell.sending import Problem, done_once
from attain_web.store.models import Dispute

PARTIES = ("payee", "manager", "admin", "finance", "leader", "auditor")
ADDING = ("payee", "manager", "admin", "finance")


@dataclass(frozen=True)
class Tried:
    """A correction that was tried: what was typed, and what it would change or why it cannot be tried."""

    typed: Correction
    problem: Problem | None
    found: Counterfactual | None


@screen(*ADDING, acts=True)
def attach(request: HttpRequest, dispute_id: str) -> HttpResponse:
    """Add a file to a dispute."""
    one, sent = _seen(request, dispute_id), request.FILES.get("file")

    def do() -> str:
        if sent is None:
            raise Refused("the file is missing", "choose one")
        made = attach_evidence(one.dispute_id, str(sent.name), sent.read(), acting_user=viewer_of(request).user)
        return f"{made.name} is with {dispute_id}"

    problem = done_once(request, do)
    is_own = one.payee_id in viewer_of(request).payees
    if problem is not None:
        request.session["said"] = f"{problem.what}. {problem.fix}"
    return redirect("payee:disputes") if is_own else redirect("manager:dispute", dispute_id)


@screen(*PARTIES)
def file_of(request: HttpRequest, dispute_id: str, digest: str) -> HttpResponse:
    """Give a file of a dispute; a browser saves it, and runs nothing of it."""
    _seen(request, dispute_id)
    try:
        name, content = evidence_content(dispute_id, digest, viewer=viewer_of(request).user)
    except Refused as refused:
        raise Http404(refused.what) from None
    answer = HttpResponse(content, content_type="application/octet-stream")
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer


def behind(request: HttpRequest, one: Dispute, write: Writer) -> dict[str, Any]:
    """Return what a dispute's page shows of it."""
    user = viewer_of(request).user
    config = config_of_now(settings.WORKSPACE)
    tried = _tried(request, one)
    return {
        "files": evidence_of(one.dispute_id, viewer=user),
        "matched": _matched(matched_deals(one.dispute_id, viewer=user), write),
        "sources": sorted(str(name) for name in config.sources) if config else [],
        "tried": tried,
        "changes": _changes(tried.found, write) if tried and tried.found else None,
    }


def _tried(request: HttpRequest, one: Dispute) -> Tried | None:
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("source", "deal", "column", "value")}
    if not asked["column"]:
        return None
    typed = Correction(asked["source"], asked["deal"], asked["column"], asked["value"])
    try:
        found = would_change(settings.WORKSPACE, one.period_id, [typed], viewer=viewer_of(request).user)
    except Refused as refused:
        return Tried(typed, Problem(refused.what[:1].upper() + refused.what[1:], refused.fix), None)
    return Tried(typed, None, found)


def _matched(rows: Sequence[Matched], write: Writer) -> Table:
    shown = [
        [
            Cell(row.transaction_id, reverse("payee:deal", args=[row.transaction_id]) if row.source else ""),
            Cell(row.state.replace("_", " ").capitalize()),
            Cell(_credited(row, write)),
            replace(write, currency=row.currency).money(row.credit_amount) if row.currency else Cell("–"),
        ]
        for row in rows
    ]
    columns = [*words("Deal", "It is", "Credited to"), *figures("Credit")]
    return Table("matched", "Deals that it names", columns, shown, empty="It names no deal that is known.")


def _credited(row: Matched, write: Writer) -> str:
    """Write to whom a deal is credited: by name those whom the reader may see, the others by their number."""
    named = ", ".join(write.names.get(payee, payee) for payee in row.payees)
    others = f"{row.hidden_count} whose pay you may not see" if row.hidden_count else ""
    return " and ".join(part for part in (named, others) if part) or "nobody"


def _changes(found: Counterfactual, write: Writer) -> Table:
    shown = [
        [
            write.person(row.payee_id),
            Cell(row.period_id),
            write.money(row.before),
            write.money(row.after),
            write.change(row.after - row.before),
        ]
        for row in found.touched
    ]
    hidden = f"{found.hidden_count} more whose pay you may not see would change." if found.hidden_count else ""
    return Table(
        "changes",
        "What it would change",
        [Column("Person"), Column("Period"), *figures("Paid", "Would be paid", "Change")],
        shown,
        subtitle="Everybody it touches; nothing is written",
        foot=hidden,
        empty=hidden or "Nobody's pay would change.",
    )


def _seen(request: HttpRequest, dispute_id: str) -> Dispute:
    try:
        found = dispute_of(dispute_id)
    except Refused:
        raise Http404("there is no such dispute") from None
    viewer_of(request).refuse_unless_visible(found.payee_id, found.period_id)
    return found
