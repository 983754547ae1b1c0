"""Disputes: the queue of whoever may see the payee, the thread of one, and what ends it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from attain_web.access.viewer import viewer_of
from attain_web.actions.closing.disputing import dispute_thing, end_dispute, say_in_dispute, thread_of
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.seen import IfMatch, etag_of, moved, refuse_unless_seen
from attain_web.api.shapes import Moved, Page, Paging, Said, Sent, StepWanted
from attain_web.store.models import Dispute

router = Router()
EVERYBODY = ("payee", "manager", "admin", "finance", "leader", "auditor")
SETTLERS = ("manager", "admin", "finance", "leader")


class DisputeRow(Schema):
    """A dispute in the list."""

    dispute_id: str
    period_id: str
    payee_id: str
    about: str
    about_id: str
    at: datetime
    state: str


class MessageSaid(Schema):
    """A message of the thread."""

    action: str
    by: str
    at: str
    text: str


class DisputeSaid(DisputeRow):
    """A dispute with its thread."""

    thread: list[MessageSaid]


class Message(Sent):
    """What is written into the thread."""

    text: Said


@reads(router, "/disputes", *EVERYBODY, gives=Page[DisputeRow])
def list_disputes(request: HttpRequest, paging: Query[Paging]) -> Page[DisputeRow]:
    """List the disputes about payees whose pay one may see, the oldest first."""
    found = list(Dispute.objects.all())
    viewer = viewer_of(request)
    seen = viewer.seen_of((one.payee_id, one.period_id) for one in found)
    rows = [_row(one) for one in found if (one.payee_id, one.period_id) in seen]
    return paged(rows, paging, lambda one: [one.at.isoformat(), one.dispute_id])


@reads(router, "/disputes/{dispute_id}", *EVERYBODY, gives=DisputeSaid)
def one_dispute(request: HttpRequest, dispute_id: str, response: HttpResponse) -> DisputeSaid:
    """Give a dispute with its thread."""
    found = seen_dispute(request, dispute_id)
    response.headers["ETag"] = etag_of(dispute_thing(dispute_id))
    thread = [MessageSaid(action=m.action, by=m.acting_user, at=m.at, text=m.text) for m in thread_of(dispute_id)]
    return DisputeSaid(**_row(found).dict(), thread=thread)


@acts(router, "/disputes/{dispute_id}/messages", *EVERYBODY, gives=Moved)
def write_into_dispute(request: HttpRequest, dispute_id: str, message: Message, response: HttpResponse) -> Moved:
    """Write into the thread: the payee adds, others answer."""
    seen_dispute(request, dispute_id)
    say_in_dispute(dispute_id, message.text, acting_user=viewer_of(request).user)
    return moved(dispute_thing(dispute_id), response)


@acts(router, "/disputes/{dispute_id}/accept", *SETTLERS, gives=Moved)
def accept_dispute(
    request: HttpRequest, dispute_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Accept a dispute."""
    return _ended(request, dispute_id, "accept", wanted.reason, response, if_match)


@acts(router, "/disputes/{dispute_id}/reject", *SETTLERS, gives=Moved)
def reject_dispute(
    request: HttpRequest, dispute_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Reject a dispute for a reason."""
    return _ended(request, dispute_id, "reject", wanted.reason, response, if_match)


@acts(router, "/disputes/{dispute_id}/withdraw", "payee", gives=Moved)
def withdraw_dispute(
    request: HttpRequest, dispute_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Withdraw one's own dispute."""
    return _ended(request, dispute_id, "withdraw", wanted.reason, response, if_match)


def _ended(
    request: HttpRequest, dispute_id: str, action: str, reason: str, response: HttpResponse, if_match: str
) -> Moved:
    seen_dispute(request, dispute_id)
    thing = dispute_thing(dispute_id)
    refuse_unless_seen(thing, if_match)
    end_dispute(dispute_id, action, acting_user=viewer_of(request).user, reason=reason)
    return moved(thing, response)


def seen_dispute(request: HttpRequest, dispute_id: str) -> Dispute:
    """Find a dispute whose payee one may see."""
    found = Dispute.objects.filter(dispute_id=dispute_id).first()
    if found is None:
        raise Http404("there is no such dispute, or it is not yours to see")
    viewer_of(request).refuse_unless_visible(found.payee_id, found.period_id)
    return found


def _row(one: Dispute) -> DisputeRow:
    return DisputeRow(
        dispute_id=one.dispute_id,
        period_id=one.period_id,
        payee_id=one.payee_id,
        about=one.about,
        about_id=one.about_id,
        at=one.at,
        state=dispute_thing(one.dispute_id).state,
    )
