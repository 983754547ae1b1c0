"""Leaves: recorded, approved by another, rejected and revoked."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from attain_web.access.viewer import viewer_of
from attain_web.actions.agreeing import leaves
from attain_web.actions.agreeing.guarantees import draft_top_ups
from attain_web.actions.people import Days
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.seen import IfMatch, etag_of, refuse_unless_seen
from attain_web.api.shapes import Done, Page, Paging, Said, Sent, StepWanted, Word
from attain_web.store.models import Leave

router = Router()
READERS = ("payee", "manager", "admin", "finance", "leader", "auditor")
JUDGES = ("admin", "finance", "leader")
FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)


class LeaveRow(Schema):
    """A leave: who is away, and what becomes of their targets."""

    leave_id: str
    payee_id: str
    starts_on: date
    ends_before: date
    policy: str
    state: str


class LeaveDraft(Sent):
    """A leave as somebody writes it down."""

    payee_id: Word
    starts_on: date
    ends_before: date
    policy: Word
    reason: Said
    currency: Word = ""
    guaranteed_amount: int = Field(0, ge=0, le=2**53, description="Minor units of the currency.")


@reads(router, "/leaves", *READERS, gives=Page[LeaveRow])
def list_leaves(request: HttpRequest, paging: Query[Paging]) -> Page[LeaveRow]:
    """List the leaves of the payees whose pay of then one may see."""
    found = leaves.listed_leaves()
    seen = viewer_of(request).seen_on((one.payee_id, days_of(one)) for one, _ in found)
    rows = [_row(one, state) for one, state in found if (one.payee_id, days_of(one)) in seen]
    return paged(rows, paging, lambda one: [one.starts_on.toordinal(), one.leave_id])


@acts(router, "/leaves", "manager", "admin", gives=Done)
def record_one_leave(request: HttpRequest, draft: LeaveDraft) -> Done:
    """Record a leave; it changes nothing before somebody else approves it."""
    viewer = viewer_of(request)
    if not FIRST <= draft.starts_on < draft.ends_before <= LAST:
        viewer.refuse_unless_visible(draft.payee_id)
        raise NotSo(422, "the days are in no order, or no days of this calendar", f"choose from {FIRST} to {LAST}")
    viewer.refuse_unless_visible(draft.payee_id, during=Days(draft.starts_on, draft.ends_before))
    made = leaves.record_leave(leaves.Absence(**draft.dict()), acting_user=viewer_of(request).user)
    return Done(said=f"{made.leave_id} is recorded", values={"leave_id": made.leave_id})


@reads(router, "/leaves/{leave_id}", *READERS, gives=LeaveRow)
def one_leave(request: HttpRequest, leave_id: str, response: HttpResponse) -> LeaveRow:
    """Give a leave, with its ETag."""
    found = _seen(request, leave_id)
    thing = leaves.leave_thing(leave_id)
    response.headers["ETag"] = etag_of(thing)
    return _row(found, thing.state)


@acts(router, "/leaves/{leave_id}/approve", *JUDGES, gives=Done)
def approve_one_leave(request: HttpRequest, leave_id: str, if_match: IfMatch = "") -> Done:
    """Approve a leave that somebody else recorded, as it was seen."""
    _seen(request, leave_id)
    refuse_unless_seen(leaves.leave_thing(leave_id), if_match)
    step = leaves.approve_leave(settings.WORKSPACE, leave_id, acting_user=viewer_of(request).user)
    return Done(said=f"{leave_id} is {step.state}")


@acts(router, "/leaves/{leave_id}/reject", *JUDGES, gives=Done)
def reject_one_leave(request: HttpRequest, leave_id: str, wanted: StepWanted, if_match: IfMatch = "") -> Done:
    """Reject a leave for a reason."""
    _seen(request, leave_id)
    refuse_unless_seen(leaves.leave_thing(leave_id), if_match)
    step = leaves.reject_leave(leave_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return Done(said=f"{leave_id} is {step.state}")


@acts(router, "/leaves/{leave_id}/revoke", *JUDGES, gives=Done)
def revoke_one_leave(request: HttpRequest, leave_id: str, wanted: StepWanted, if_match: IfMatch = "") -> Done:
    """Revoke an approved leave for a reason; what it changed of targets is taken back."""
    _seen(request, leave_id)
    refuse_unless_seen(leaves.leave_thing(leave_id), if_match)
    step = leaves.revoke_leave(leave_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return Done(said=f"{leave_id} is {step.state}")


@acts(router, "/periods/{period_id}/top-ups", "admin", gives=Done)
def draft_period_top_ups(request: HttpRequest, period_id: str) -> Done:
    """Draft what is missing to the guarantees of leaves in a calculated period, as adjustments."""
    made = draft_top_ups(period_id, acting_user=viewer_of(request).user)
    return Done(said=f"{len(made)} are drafted", values={"decision_ids": [one.decision_id for one in made]})


def _seen(request: HttpRequest, leave_id: str) -> Leave:
    found = Leave.objects.filter(leave_id=leave_id).first()
    if found is None:
        raise Http404("there is no such leave, or it is not yours to see")
    viewer_of(request).refuse_unless_visible(found.payee_id, during=days_of(found))
    return found


def days_of(one: Leave) -> Days:
    """Return the days of a leave."""
    return Days(one.starts_on, one.ends_before)


def _row(one: Leave, state: str) -> LeaveRow:
    return LeaveRow(
        leave_id=one.leave_id,
        payee_id=one.payee_id,
        starts_on=one.starts_on,
        ends_before=one.ends_before,
        policy=one.policy,
        state=state,
    )
