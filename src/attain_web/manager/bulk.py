"""Adjustments in bulk: a file is looked at first, with its sums and problems; then all of it is drafted, or none."""

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused, all_of
from attain_web.actions.closing.deciding import Draft, draft_decisions, refuse_wrong_drafts
from attain_web.actions.closing.figures import SIGNS
from attain_web.actions.closing.files.decision_lists import NEEDED, OTHERS, read_decisions
from attain_web.actions.typed import typed_of
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Figure, Table, Writer, figures, words, writer_of
from attain_web.shell.sending import Problem, done_once

DRAFTERS = ("manager", "admin", "finance")
LARGEST_FILE, MOST_LINES = 2**20, 2_000
LONGEST_NAME = 60  # of a file: as many signs as any disk writes, and its suffix is among them
HEADER = (*NEEDED, *OTHERS)


@screen(*DRAFTERS, title="Upload adjustments")
def bulk(request: HttpRequest) -> HttpResponse:
    """Offer to upload adjustments, holds and releases."""
    return _shown(request)


@screen(*DRAFTERS)
def sheet(request: HttpRequest) -> HttpResponse:
    """Give an empty sheet to fill in."""
    del request
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(HEADER)
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="adjustments.csv"'
    return answer


@screen(*DRAFTERS, acts=True)
def look(request: HttpRequest) -> HttpResponse:
    """Show what a file would draft, and what is wrong with it; nothing is written."""
    sent = request.FILES.get("file")
    if sent is None:
        return _shown(request, problem=Problem("The file is missing", "Choose a CSV or XLSX file"))
    if sent.size is None or sent.size > LARGEST_FILE:
        return _shown(request, problem=Problem(f"'{sent.name}' is larger than 1 MB", "Send it in parts"))
    try:
        drafts = _read(request, sent.read(), str(sent.name))
    except Refused as refused:
        return _shown(request, problem=Problem(refused.what[:1].upper() + refused.what[1:], refused.fix))
    return _shown(request, drafts=drafts, name=str(sent.name))


@screen(*DRAFTERS, acts=True)
def draft_all(request: HttpRequest) -> HttpResponse:
    """Draft all that was looked at, or nothing of it."""
    text, user = request.POST.get("lines", ""), viewer_of(request).user

    def do() -> str:
        made = draft_decisions(_read(request, text.encode(), "the lines"), acting_user=user)
        return f"{len(made)} are drafted, {made[0].decision_id} to {made[-1].decision_id}; somebody else approves them"

    problem = done_once(request, do)
    if problem is None:
        return redirect("manager:adjustments")
    return _shown(request, problem=problem)


def _read(request: HttpRequest, content: bytes, name: str) -> list[Draft]:
    """Read the lines of a file about payees whom the reader may see."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, Path(name).name[-LONGEST_NAME:] or "lines")
        file.write_bytes(content)
        drafts = read_decisions(file)
    if len(drafts) > MOST_LINES:
        raise Refused(f"'{name}' has {len(drafts):,} lines", f"send {MOST_LINES:,} at most")
    seen = viewer_of(request).seen_of((one.payee_id, one.period_id) for one in drafts)
    hidden = [
        Refused(f"line {number}: '{one.payee_id}' is no payee whose pay you may see", "leave the line out")
        for number, one in enumerate(drafts, 2)
        if (one.payee_id, one.period_id) not in seen
    ]
    if hidden:
        raise all_of(hidden)
    refuse_wrong_drafts(drafts)
    return drafts


def _shown(
    request: HttpRequest, *, problem: Problem | None = None, drafts: Sequence[Draft] = (), name: str = ""
) -> HttpResponse:
    now = workspace_now(settings.WORKSPACE)
    write = writer_of(request, now.currency, now.names)
    known: dict[str, Any] = {
        "trail": ((reverse("manager:adjustments"), "Adjustments"),),
        "crumb": "Upload",
        "said": ("Looked at first, then drafted by you; another person approves each",),
        "header": ",".join(HEADER),
        "needed": ", ".join(NEEDED),
        "problem": problem,
        "name": name,
        "lines": _lines(drafts),
        "told_figures": _sums(drafts, write),
    }
    tables = [_table(drafts, write)] if drafts else []
    template = "manager/bulk.html"
    return cards(request, "Upload adjustments", tables, known, template=template, status=409 if problem else 200)


def _sums(drafts: Sequence[Draft], write: Writer) -> tuple[Figure, ...]:
    """The control totals of a file: what it adds by kind and currency, a hold below 0."""
    sums: dict[tuple[str, str], list[int]] = {}
    for one in drafts:
        sums.setdefault((one.kind, one.currency), []).append(SIGNS[one.kind] * one.decided_amount)
    return tuple(
        Figure(
            f"{kind.capitalize()}s in {currency}",
            replace(write, currency=currency).change(sum(worths)).words,
            note=f"{len(worths)} {'line' if len(worths) == 1 else 'lines'}",
        )
        for (kind, currency), worths in sorted(sums.items())
    )


def _table(drafts: Sequence[Draft], write: Writer) -> Table:
    rows = [
        [
            Cell(one.kind.capitalize()),
            write.person(one.payee_id, note=one.payee_id),
            Cell(one.period_id),
            Cell(one.reason),
            write.day(one.expires_on),
            replace(write, currency=one.currency).change(SIGNS[one.kind] * one.decided_amount),
        ]
        for one in drafts
    ]
    columns = [*words("Kind", "Payee", "Period", "Why", "Expires"), *figures("Amount")]
    return Table("drafts", "What would be drafted", columns, rows, subtitle="Nothing is written yet")


def _lines(drafts: Sequence[Draft]) -> str:
    """Write drafts as the lines that they are read from."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEADER)
    for one in drafts:
        worth = typed_of(one.decided_amount, one.currency)
        expires = one.expires_on.isoformat() if one.expires_on else ""
        writer.writerow([one.payee_id, one.period_id, worth, one.currency, one.reason, one.kind, expires])
    return written.getvalue()
