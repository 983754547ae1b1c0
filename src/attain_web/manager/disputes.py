"""The queue of disputes: what payees question, answered and settled; for whoever may see the payee."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain.lifecycles import DISPUTE
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing.disputing import dispute_of, dispute_thing, end_dispute, say_in_dispute, thread_of
from attain_web.actions.stepping import Wanted, last_of
from attain_web.figures.steps import possible_steps
from attain_web.figures.workspace import workspace_now
from attain_web.manager.claims import behind
from attain_web.shell.cards import as_csv
from attain_web.shell.cells import writer_of
from attain_web.shell.sending import Problem, done_once, moved_on
from attain_web.store.models import Dispute

OPEN = frozenset({"raised", "answered"})
MOST = 100  # of those that have ended only the last are listed
SETTLERS = ("manager", "admin", "finance", "leader", "auditor")


@screen(*SETTLERS, title="Disputes")
def queue(request: HttpRequest) -> HttpResponse:
    """List the disputes that the reader may see, open ones first."""
    found = list(Dispute.objects.order_by("-at"))
    seen = viewer_of(request).seen_of((one.payee_id, one.period_id) for one in found)
    shown = [one for one in found if (one.payee_id, one.period_id) in seen]
    last = last_of(DISPUTE, [one.dispute_id for one in shown])
    rows = [(one, last[one.dispute_id].state) for one in shown]
    rows = sorted(rows, key=lambda row: row[1] not in OPEN)
    rows = [row for number, row in enumerate(rows) if row[1] in OPEN or number < MOST]
    return render(request, "manager/disputes.html", {"rows": rows})


@screen(*SETTLERS, title="Dispute")
def one(request: HttpRequest, dispute_id: str) -> HttpResponse:
    """Show a dispute with its thread and what can be done about it."""
    return _shown(request, dispute_id)


@screen(*SETTLERS, acts=True)
def act(request: HttpRequest, dispute_id: str) -> HttpResponse:
    """Answer, accept or reject a dispute."""
    found = _seen(request, dispute_id)
    user, text, asked = viewer_of(request).user, request.POST.get("reason", ""), request.POST.get("step", "")

    def do() -> str:
        if asked == "answer":
            say_in_dispute(dispute_id, text, acting_user=user)
            return f"Your answer to {dispute_id} was sent"
        if asked not in {"accept", "reject"}:
            raise Refused(f"there is no step '{asked}'", "choose one of the buttons")
        end_dispute(dispute_id, asked, acting_user=user, reason=text)
        return f"{dispute_id} is {dispute_thing(dispute_id).state}"

    last = dispute_thing(found.dispute_id).last
    problem = moved_on(request, last.number if last else 0) or done_once(request, do)
    if problem is not None:
        return _shown(request, dispute_id, problem=problem, typed=request.POST)
    return redirect("manager:dispute", dispute_id)


def _seen(request: HttpRequest, dispute_id: str) -> Dispute:
    """Find a dispute whose payee the reader may see."""
    try:
        found = dispute_of(dispute_id)
    except Refused as refused:
        raise Http404(refused.what) from None
    viewer_of(request).refuse_unless_visible(found.payee_id, found.period_id)
    return found


def _shown(
    request: HttpRequest, dispute_id: str, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    found = _seen(request, dispute_id)
    thing, now = dispute_thing(dispute_id), workspace_now(settings.WORKSPACE)
    wanted = Wanted("", viewer_of(request).user, subjects=[found.payee_id])
    mine = [one for one in possible_steps(thing, wanted) if one.step.action in {"answer", "accept", "reject"}]
    last = thing.last
    known = {
        "dispute": found,
        "state": thing.state,
        "thread": thread_of(dispute_id),
        "possible": mine,
        "seen": last.number if last else 0,
        "problem": problem,
        "typed": typed or {},
        "can_attach": thing.state in OPEN and viewer_of(request).is_any("manager", "admin", "finance"),
    }
    shown = behind(request, found, writer_of(request, now.currency, now.names))
    if request.GET.get("as") == "csv":
        return as_csv(shown["changes" if request.GET.get("table") == "changes" and shown["changes"] else "matched"])
    known |= shown
    return render(request, "manager/dispute.html", known, status=409 if problem else 200)
