"""Adjustments, holds and releases by hand: drafted by one, approved by another."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding
from attain_web.actions.closing.figures import SIGNS
from attain_web.actions.stepping import Wanted
from attain_web.actions.typed import minor_of
from attain_web.figures.payees import pay_periods_known
from attain_web.figures.steps import possible_steps
from attain_web.figures.workspace import workspace_now
from attain_web.shell.sending import Problem, done_once
from attain_web.store.models import Decision

DECIDERS = ("manager", "admin", "finance", "leader", "auditor")
KINDS = ("adjustment", "hold", "release")
MOST = 50  # the last are listed; the inbox has all that wait


@screen(*DECIDERS, title="Adjustments")
def adjustments(request: HttpRequest) -> HttpResponse:
    """List decisions by hand about payees whom the reader may see, with what waits for them."""
    return _shown(request)


@screen("manager", "admin", "finance", acts=True)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a decision."""
    typed = request.POST
    payee, currency = typed.get("payee_id", "").strip(), typed.get("currency", "").strip()

    def do() -> str:
        if not viewer_of(request).visible_to([payee], typed.get("period_id", "")):
            raise Refused(f"'{payee}' is no payee whose pay you may see", "choose one of the list")
        minor = minor_of(typed.get("worth", "").strip(), currency)
        if minor is None:
            raise Refused(f"'{typed.get('worth', '')}' is no amount in {currency}", "write it like 1234.56 or -1234.56")
        expires = typed.get("expires_on", "").strip()
        wanted = deciding.Draft(
            typed.get("kind", ""),
            payee,
            typed.get("period_id", ""),
            currency,
            minor,
            typed.get("reason", ""),
            _day(expires) if expires else None,
        )
        (made,) = deciding.draft_decisions([wanted], acting_user=viewer_of(request).user)
        return f"{made.decision_id} is drafted; somebody else approves it"

    problem = done_once(request, do)
    return _shown(request, problem=problem, typed=typed) if problem else redirect("manager:adjustments")


@screen(*DECIDERS, acts=True)
def act(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Approve, reject or revoke a decision."""
    try:
        found = deciding.decision_of(decision_id)
    except Refused as refused:
        raise Http404(refused.what) from None
    viewer_of(request).refuse_unless_visible(found.payee_id, found.period_id)
    user, reason, asked = viewer_of(request).user, request.POST.get("reason", ""), request.POST.get("step", "")
    steps: dict[str, Callable[[], object]] = {
        "approve": lambda: deciding.approve_decision(decision_id, acting_user=user),
        "reject": lambda: deciding.reject_decision(decision_id, acting_user=user, reason=reason),
        "revoke": lambda: deciding.revoke_decision(decision_id, acting_user=user, reason=reason),
    }

    def do() -> str:
        if asked not in steps:
            raise Refused(f"there is no step '{asked}'", "choose one of the buttons")
        steps[asked]()
        return f"{decision_id} is {deciding.decision_thing(decision_id).state}"

    problem = done_once(request, do)
    return _shown(request, problem=problem, typed=request.POST) if problem else redirect("manager:adjustments")


def _shown(
    request: HttpRequest, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    viewer, now = viewer_of(request), workspace_now(settings.WORKSPACE)
    known_ones = list(Decision.objects.order_by("-at"))
    seen = viewer.seen_of((one.payee_id, one.period_id) for one in known_ones)
    newest = [one for one in known_ones if (one.payee_id, one.period_id) in seen][:MOST]
    rows = [
        {
            "one": one.decision,
            "adds": SIGNS[one.decision.kind] * one.decision.decided_amount,
            "state": one.state,
            "reason": one.reason,
            "has_moved": one.has_moved,
            "possible": possible_steps(
                deciding.decision_thing(one.decision.decision_id),
                Wanted("", viewer.user, subjects=[one.decision.payee_id]),
            ),
        }
        for one in deciding.listed_decisions(newest)
    ]
    payees = sorted(viewer.visible_to(list(now.titles)), key=lambda p: now.names.get(p, p))
    known = {
        "rows": rows,
        "payees": [(payee, now.names.get(payee, payee)) for payee in payees],
        "period_names": [
            p.period_id for p in reversed(pay_periods_known(settings.WORKSPACE)) if p.starts_on <= now.today
        ],
        "kinds": KINDS,
        "currency": now.currency,
        "can_draft": viewer.is_any("manager", "admin", "finance"),
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "manager/adjustments.html", known, status=409 if problem else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"'{text}' is no day", "write it like 2026-03-31") from None
