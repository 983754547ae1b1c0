"""Agreements: plans and targets accepted, who stands in for whom, what is paid much more or less and why."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from attain_web.access.screens import SIGNED_IN
from attain_web.access.viewer import viewer_of
from attain_web.actions.agreeing.acceptances import accept_terms, acceptances, ask_acceptances, decline_terms
from attain_web.actions.closing.reviewing.upgrades import change_of_engine, judge_engine_change
from attain_web.actions.closing.reviewing.variances import review_variance, variances
from attain_web.actions.delegating import end_delegation, name_delegate, named_delegates
from attain_web.actions.people import on_day
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.seen import IfMatch, etag_of, refuse_unless_seen
from attain_web.api.shapes import Done, Page, Paging, Said, Sent, StepWanted, Word
from attain_web.figures.workspace import workspace_now

router = Router()
PERIOD, STEP = "admin:period", "admin:act-on-period"
FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)


class AcceptanceRow(Schema):
    """Where somebody is with the plan and targets that hold for them; ``shown`` is sent back to accept them."""

    plan: str
    payee_id: str
    state: str
    shown: str
    targets: list[dict[str, str]]
    reason: str


class Asking(Sent):
    """Whom to ask; everybody by default."""

    plan: Word = ""
    payees: list[Word] = []


class Accepting(Sent):
    """What was shown."""

    shown: Word


class DelegationRow(Schema):
    """Who stands in for whom."""

    delegation_id: str
    absent_user: str
    delegate: str
    starts_on: date
    ends_on: date


class DelegationWanted(Sent):
    """Who stands in for oneself."""

    delegate: Word
    starts_on: date
    ends_on: date


class VarianceRow(Schema):
    """A payee who is paid much more or less than before, in minor units by currency."""

    payee_id: str
    now: dict[str, int]
    before: dict[str, int]
    compared: str
    is_reviewed: bool
    note: str


class Reviewed(Sent):
    """Why somebody is paid so much more or less."""

    note: Said


class EngineChangeSaid(Schema):
    """What another engine changes in closed periods."""

    before: str
    after: str
    state: str
    differences: list[dict[str, Any]]


@reads(router, "/acceptances", SIGNED_IN, gives=Page[AcceptanceRow])
def list_acceptances(request: HttpRequest, paging: Query[Paging]) -> Page[AcceptanceRow]:
    """List who accepted plan and targets as they are now, of the payees whose pay of today one may see."""
    viewer, today = viewer_of(request), on_day(workspace_now(settings.WORKSPACE).today)
    found = acceptances(settings.WORKSPACE)
    seen = {payee for payee, _ in viewer.seen_on((one.terms.payee_id, today) for one in found)} | set(viewer.payees)
    rows = [
        AcceptanceRow(
            plan=one.terms.plan,
            payee_id=one.terms.payee_id,
            state=one.state,
            shown=one.terms.shown,
            targets=[dict(row) for row in one.terms.targets],
            reason=one.reason,
        )
        for one in found
        if one.terms.payee_id in seen
    ]
    return paged(rows, paging, lambda one: [one.plan, one.payee_id])


@acts(router, "/acceptances/ask", "admin", gives=Done)
def ask_for_acceptances(request: HttpRequest, asked: Asking) -> Done:
    """Publish plans and targets to the payees who are on them, for them to accept."""
    user = viewer_of(request).user
    made = ask_acceptances(settings.WORKSPACE, acting_user=user, plan=asked.plan, payees=asked.payees)
    return Done(said=f"{len(made)} payees are asked", values={"count": len(made)})


@acts(router, "/acceptances/{plan}/{payee_id}/accept", "payee", gives=Done)
def accept_own_terms(request: HttpRequest, plan: str, payee_id: str, accepting: Accepting) -> Done:
    """Accept the plan and targets that hold for oneself, as they were shown."""
    viewer_of(request).refuse_unless_visible(payee_id)
    user = viewer_of(request).user
    step = accept_terms(settings.WORKSPACE, plan, payee_id, acting_user=user, seen=accepting.shown)
    return Done(said=f"{plan} is {step.state}")


@acts(router, "/acceptances/{plan}/{payee_id}/decline", "payee", gives=Done)
def decline_own_terms(request: HttpRequest, plan: str, payee_id: str, wanted: StepWanted) -> Done:
    """Decline the plan and targets that hold for oneself, for a reason."""
    viewer_of(request).refuse_unless_visible(payee_id)
    user = viewer_of(request).user
    step = decline_terms(settings.WORKSPACE, plan, payee_id, acting_user=user, reason=wanted.reason)
    return Done(said=f"{plan} is {step.state}")


@reads(router, "/delegations", SIGNED_IN, gives=Page[DelegationRow])
def list_delegations(request: HttpRequest, paging: Query[Paging]) -> Page[DelegationRow]:
    """List who stands in for whom: one's own, or everybody's for whoever reviews access."""
    viewer = viewer_of(request)
    sees_all = viewer.is_any("admin", "finance", "leader", "auditor", "system_admin")
    rows = [
        DelegationRow(
            delegation_id=one.delegation_id,
            absent_user=one.absent_user,
            delegate=one.delegate,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )
        for one in named_delegates()
        if sees_all or viewer.user in {one.absent_user, one.delegate}
    ]
    return paged(rows, paging, lambda one: [one.starts_on.toordinal(), one.delegation_id])


@acts(router, "/delegations", SIGNED_IN, gives=Done)
def name_one_delegate(request: HttpRequest, wanted: DelegationWanted) -> Done:
    """Name who acts in one's stead."""
    if not FIRST <= wanted.starts_on <= wanted.ends_on <= LAST:
        raise NotSo(422, "the days are in no order, or no days of this calendar", f"choose from {FIRST} to {LAST}")
    user = viewer_of(request).user
    made = name_delegate(wanted.delegate, wanted.starts_on, wanted.ends_on, acting_user=user)
    return Done(said=f"{made.delegate} stands in for you", values={"delegation_id": made.delegation_id})


@acts(router, "/delegations/{delegation_id}/end", SIGNED_IN, gives=Done)
def end_one_delegation(request: HttpRequest, delegation_id: str) -> Done:
    """End a delegation before its last day."""
    end_delegation(delegation_id, acting_user=viewer_of(request).user)
    return Done(said=f"{delegation_id} has ended")


@reads(router, "/periods/{period_id}/variances", like=PERIOD, gives=Page[VarianceRow])
def list_variances(request: HttpRequest, period_id: str, paging: Query[Paging]) -> Page[VarianceRow]:
    """List who is paid much more or less than before."""
    del request
    rows = [
        VarianceRow(
            payee_id=one.payee_id,
            now=dict(one.now),
            before=dict(one.before),
            compared=one.compared,
            is_reviewed=one.is_reviewed,
            note=one.note,
        )
        for one in variances(period_id)
    ]
    return paged(rows, paging, lambda one: [one.payee_id])


@acts(router, "/periods/{period_id}/variances/{payee_id}/review", like=STEP, gives=Done)
def review_one_variance(request: HttpRequest, period_id: str, payee_id: str, reviewed: Reviewed) -> Done:
    """Say why somebody is paid so much more or less."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    step = review_variance(period_id, payee_id, acting_user=viewer_of(request).user, note=reviewed.note)
    return Done(said=f"{step.thing_id} is {step.state}")


@reads(router, "/periods/{period_id}/engine-change", like=PERIOD, gives=EngineChangeSaid)
def one_engine_change(request: HttpRequest, period_id: str, response: HttpResponse) -> EngineChangeSaid:
    """Say what posting a period would change in closed ones because the engine is another."""
    del request
    found = change_of_engine(settings.WORKSPACE, period_id)
    response.headers["ETag"] = etag_of(found.thing)
    return EngineChangeSaid(
        before=found.before, after=found.after, state=found.thing.state, differences=found.differences.to_dicts()
    )


@acts(router, "/periods/{period_id}/engine-change/approve", like=STEP, gives=Done)
def approve_engine_change(request: HttpRequest, period_id: str, wanted: StepWanted, if_match: IfMatch = "") -> Done:
    """Approve what another engine changes in closed periods, as it was seen."""
    refuse_unless_seen(change_of_engine(settings.WORKSPACE, period_id).thing, if_match)
    return _judged(request, period_id, "approve", wanted.reason)


@acts(router, "/periods/{period_id}/engine-change/reject", like=STEP, gives=Done)
def reject_engine_change(request: HttpRequest, period_id: str, wanted: StepWanted, if_match: IfMatch = "") -> Done:
    """Reject what another engine changes in closed periods."""
    refuse_unless_seen(change_of_engine(settings.WORKSPACE, period_id).thing, if_match)
    return _judged(request, period_id, "reject", wanted.reason)


def _judged(request: HttpRequest, period_id: str, action: str, reason: str) -> Done:
    user = viewer_of(request).user
    step = judge_engine_change(settings.WORKSPACE, period_id, action, acting_user=user, reason=reason)
    return Done(said=f"the differences of {step.thing_id} are {step.state}")
