"""The inbox: all that waits for the reader's decision, several adjustments at once, and who stands in for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain.lifecycles import ADJUSTMENT, DISPUTE
from attain_web.access.screens import screen
from attain_web.access.viewer import Viewer, viewer_of
from attain_web.actions import planning
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.terms import own_paid_by
from attain_web.actions.closing import deciding, paying, periods
from attain_web.actions.closing.deciding import adjusted_by
from attain_web.actions.closing.disputing import dispute_thing
from attain_web.actions.closing.figures import SIGNS, figures_of, period
from attain_web.actions.delegating import absent_users, end_delegation, name_delegate, named_delegates
from attain_web.actions.stepping import Done, Thing, Wanted, last_of, last_steps
from attain_web.figures.payees import basis_of, pay_periods_known
from attain_web.figures.steps import named, possible_steps
from attain_web.shell.sending import Problem, done_once
from attain_web.store.models import Decision, Dispute, PayRun, PlanVersion

DECIDERS = ("manager", "admin", "finance", "leader")
OPEN = frozenset({"raised", "answered"})
MOST = 50  # of a kind, of those that the reader may decide; the next wait until these are decided


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a decision.

    Attributes:
        kind: of thing, in words.
        title: its name.
        about: whom or what it is about.
        worth: what it adds to what is paid, in minor units by currency, a hold below 0; empty where it is no amount.
        since: when it began to wait.
        address: where it is decided.
        decision_id: of an adjustment, which can be decided here with others.
    """

    kind: str
    title: str
    about: str
    worth: Mapping[str, int]
    since: datetime | None
    address: str
    decision_id: str = ""


@screen(*DECIDERS, title="Inbox")
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader; it empties."""
    return _shown(request)


@screen(*DECIDERS, acts=True)
def approve_many(request: HttpRequest) -> HttpResponse:
    """Approve the adjustments that are ticked, each by itself; what cannot be is said, and nothing of it is done."""
    asked, user = request.POST.getlist("decision"), viewer_of(request).user
    left: list[str] = []

    def do() -> str:
        if not asked:
            raise Refused("nothing is ticked", "tick the adjustments that you approve")
        done = 0
        for one in asked:
            try:
                viewer_of(request).refuse_unless_visible(deciding.decision_of(one).payee_id)
                deciding.approve_decision(one, acting_user=user)
                done += 1
            except Refused as refused:
                left.append(f"{one}: {refused.what}")
        return f"{done} of {len(asked)} approved" + (f"; {'; '.join(left)}" if left else "")

    problem = done_once(request, do)
    return _shown(request, problem=problem, typed=request.POST) if problem else redirect("manager:inbox")


@screen(*DECIDERS, acts=True)
def delegate(request: HttpRequest) -> HttpResponse:
    """Name who acts in one's stead for some days, or end that."""
    user, typed = viewer_of(request).user, request.POST

    def do() -> str:
        if typed.get("step") == "end":
            ended = end_delegation(typed.get("delegation", ""), acting_user=user)
            return f"{ended.delegate} does not stand in for {ended.absent_user} any more"
        first, last = _day(typed.get("starts_on", "")), _day(typed.get("ends_on", ""))
        made = name_delegate(typed.get("delegate", "").strip(), first, last, acting_user=user)
        return f"{made.delegate} stands in for you from {made.starts_on} until {made.ends_on}"

    problem = done_once(request, do)
    return _shown(request, problem=problem, typed=typed) if problem else redirect("manager:inbox")


def waiting_for(viewer: Viewer) -> Iterator[Waiting]:
    """Yield what waits for somebody: what they may decide now, and nobody else has."""
    yield from islice(_decisions(viewer), MOST)
    yield from islice(_disputes(viewer), MOST)
    if viewer.is_any("admin", "finance", "leader"):
        yield from _periods(viewer)
        yield from _plans(viewer)
        yield from _pay_runs(viewer)


def _can(viewer: Viewer, thing: Thing, action: str, subjects: list[str], *, done: Sequence[Done] = ()) -> bool:
    found = named(possible_steps(thing, Wanted("", viewer.user, subjects=subjects), done=done), action)
    return found is not None and found.can_be_taken


def _decisions(viewer: Viewer) -> Iterator[Waiting]:
    drafted = {step.thing_id for step in last_steps(ADJUSTMENT) if step.state == "drafted"}
    known = list(Decision.objects.filter(decision_id__in=drafted).order_by("at"))
    seen = viewer.seen_of((one.payee_id, one.period_id) for one in known)
    for found in [one for one in known if (one.payee_id, one.period_id) in seen]:
        if _can(viewer, deciding.decision_thing(found.decision_id), "approve", [found.payee_id]):
            yield Waiting(
                found.kind,
                found.decision_id,
                found.payee_id,
                {found.currency: SIGNS[found.kind] * found.decided_amount},
                found.at,
                reverse("manager:adjustments"),
                found.decision_id,
            )


def _disputes(viewer: Viewer) -> Iterator[Waiting]:
    found = list(Dispute.objects.order_by("at"))
    seen = viewer.seen_of((one.payee_id, one.period_id) for one in found)
    last = last_of(DISPUTE, [one.dispute_id for one in found if (one.payee_id, one.period_id) in seen])
    waiting = [one for one in found if one.dispute_id in last and last[one.dispute_id].state in OPEN]
    for one in waiting:
        if _can(viewer, dispute_thing(one.dispute_id), "answer", [one.payee_id]):
            yield Waiting(
                "dispute",
                one.dispute_id,
                one.payee_id,
                {},
                one.at,
                reverse("manager:dispute", args=[one.dispute_id]),
            )


def _periods(viewer: Viewer) -> Iterator[Waiting]:
    for one in pay_periods_known(settings.WORKSPACE):
        thing, basis = period(one.period_id), basis_of(one.period_id)
        if basis is None or thing.state != "in_review":
            continue
        done = [*periods.made_run(one.period_id), *adjusted_by(one.period_id)]
        figures = figures_of(basis.run, one.period_id)
        if _can(viewer, thing, "approve", list(figures), done=done):
            worth = _added(figures.values())
            where = reverse("admin:period", args=[one.period_id])
            yield Waiting("period", one.period_id, "", worth, basis.step.at if basis.step else None, where)


def _plans(viewer: Viewer) -> Iterator[Waiting]:
    for one in PlanVersion.objects.order_by("saved_at"):
        thing = planning.version_thing(one)
        if thing.state == "in_review" and _can(viewer, thing, "approve", _own(viewer, one)):
            last = thing.last
            where = reverse("admin:plan", args=[one.hash])
            yield Waiting("plan", one.plan.replace("_", " "), one.hash[:12], {}, last.at if last else None, where)


def _own(viewer: Viewer, version: PlanVersion) -> list[str]:
    return sorted(own_paid_by(settings.WORKSPACE, version, viewer.user))


def _pay_runs(viewer: Viewer) -> Iterator[Waiting]:
    for one in PayRun.objects.order_by("made_at"):
        thing = paying.pay_run_thing(one)
        subjects = paying.lines_of(one)["payee_id"].to_list()
        if thing.state == "drafted" and _can(viewer, thing, "approve", subjects, done=adjusted_by(one.period_id)):
            where = reverse("finance:pay-run", args=[one.pay_run_id])
            yield Waiting("pay run", one.pay_run_id, one.period_id, one.totals, one.made_at, where)


def _shown(
    request: HttpRequest, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    viewer = viewer_of(request)
    asked = request.GET.get("kind", "")
    everything = list(waiting_for(viewer))
    rows = [one for one in everything if not asked or one.kind == asked]
    known = {
        "rows": rows,
        "kinds": sorted({one.kind for one in everything}),
        "kind": asked,
        "total": _added(one.worth for one in rows),
        "count": len(rows),
        "can_bulk": any(one.decision_id for one in rows),
        "mine": [one for one in named_delegates() if viewer.user in {one.absent_user, one.delegate}],
        "in_stead_of": absent_users(viewer.user),
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "manager/inbox.html", known, status=409 if problem else 200)


def _added(sums: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add amounts up, each currency by itself."""
    found: dict[str, int] = {}
    for one in sums:
        for currency, worth in one.items():
            found[currency] = found.get(currency, 0) + worth
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(f"'{text}' is no day", "write it like 2026-03-31") from None
