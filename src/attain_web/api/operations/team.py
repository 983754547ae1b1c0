"""The team's attainment, and decisions by hand: adjustments, holds and releases."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from attain.statements.figures import exact_text
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding
from attain_web.actions.closing.figures import figures_among
from attain_web.actions.closing.statements import statement
from attain_web.actions.people import Days, reports_of
from attain_web.actions.typed import minor_of
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.seen import IfMatch, etag_of, moved, refuse_unless_seen
from attain_web.api.shapes import Done, Minor, Moved, Page, Paging, Said, Sent, StepWanted, Word
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.payees import Basis, PayPeriod, basis_of, pay_periods_known, period_on
from attain_web.figures.workspace import workspace_now
from attain_web.store.models import Decision

router = Router()


class Member(Schema):
    """Somebody of the team in a period; how far their first target is reached, as exact decimals."""

    payee_id: str
    period_id: str
    measured: str | None
    target: str | None
    attained: str | None
    currency: str
    earned: Minor
    paid: Minor
    state: str


class DecisionRow(Schema):
    """A decision by hand."""

    decision_id: str
    kind: str
    payee_id: str
    period_id: str
    currency: str
    decided: Minor
    expires_on: date | None
    dispute_id: str
    at: datetime
    by: str
    state: str
    reason: str
    has_moved: bool


class DecisionDraft(Sent):
    """A decision as somebody writes it down."""

    kind: Word
    payee_id: Word
    period_id: Word
    currency: Word
    worth: Word
    reason: Said
    expires_on: date | None = None
    dispute_id: Word = ""


@reads(router, "/attainment", like="manager:team", gives=Page[Member])
def list_attainment(request: HttpRequest, paging: Query[Paging], period_id: str = "") -> Page[Member]:
    """List how far everybody is whose pay one may see; a manager's own reports."""
    now = workspace_now(settings.WORKSPACE)
    known = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    named = next((one for one in known if one.period_id == period_id), None)
    period = named if period_id else period_on(known, now.today)
    basis = basis_of(period.period_id) if period else None
    if period is None or basis is None:
        raise Http404("there is no such period" if period_id else "nothing was calculated")
    return paged(_members(request, period, basis), paging, lambda one: [one.payee_id, one.currency])


@reads(router, "/adjustments", like="manager:adjustments", gives=Page[DecisionRow])
def list_adjustments(request: HttpRequest, paging: Query[Paging]) -> Page[DecisionRow]:
    """List decisions by hand about payees whose pay one may see, the oldest first."""
    listed = deciding.listed_decisions()
    seen = viewer_of(request).seen_of((one.decision.payee_id, one.decision.period_id) for one in listed)
    rows = [_row(one) for one in listed if (one.decision.payee_id, one.decision.period_id) in seen]
    return paged(rows, paging, lambda one: [one.at.isoformat(), one.decision_id])


@reads(router, "/adjustments/{decision_id}", like="manager:adjustments", gives=DecisionRow)
def one_adjustment(request: HttpRequest, decision_id: str, response: HttpResponse) -> DecisionRow:
    """Give a decision by hand."""
    _seen(request, decision_id)
    response.headers["ETag"] = etag_of(deciding.decision_thing(decision_id))
    return next(_row(one) for one in deciding.listed_decisions() if one.decision.decision_id == decision_id)


@acts(router, "/adjustments", like="manager:draft-adjustment", gives=Done)
def draft_adjustment(request: HttpRequest, draft: DecisionDraft) -> Done:
    """Draft a decision; somebody else approves it."""
    viewer = viewer_of(request)
    if not viewer.visible_to([draft.payee_id], draft.period_id):
        raise Refused(f"'{draft.payee_id}' is no payee whose pay you may see", "name one of your team")
    minor = minor_of(draft.worth.strip(), draft.currency)
    if minor is None or abs(minor) > 2**53:
        raise NotSo(422, f"'{draft.worth}' is no amount in {draft.currency}", "write it like 1234.56 or -1234.56")
    wanted = deciding.Draft(
        draft.kind,
        draft.payee_id,
        draft.period_id,
        draft.currency,
        minor,
        draft.reason,
        draft.expires_on,
        draft.dispute_id,
    )
    (made,) = deciding.draft_decisions([wanted], acting_user=viewer.user)
    return Done(said=f"{made.decision_id} is drafted", values={"decision_id": made.decision_id})


@acts(router, "/adjustments/{decision_id}/approve", like="manager:act-on-adjustment", gives=Moved)
def approve_adjustment(request: HttpRequest, decision_id: str, response: HttpResponse, if_match: IfMatch = "") -> Moved:
    """Approve a decision that somebody else drafted."""
    _seen(request, decision_id, if_match)
    deciding.approve_decision(decision_id, acting_user=viewer_of(request).user)
    return moved(deciding.decision_thing(decision_id), response)


@acts(router, "/adjustments/{decision_id}/reject", like="manager:act-on-adjustment", gives=Moved)
def reject_adjustment(
    request: HttpRequest, decision_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Reject a draft for a reason."""
    _seen(request, decision_id, if_match)
    deciding.reject_decision(decision_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(deciding.decision_thing(decision_id), response)


@acts(router, "/adjustments/{decision_id}/revoke", like="manager:act-on-adjustment", gives=Moved)
def revoke_adjustment(
    request: HttpRequest, decision_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Revoke an approved decision for a reason."""
    _seen(request, decision_id, if_match)
    deciding.revoke_decision(decision_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(deciding.decision_thing(decision_id), response)


def _seen(request: HttpRequest, decision_id: str, if_match: str | None = None) -> None:
    """Refuse a decision that is not theirs to see; and where an ETag is asked for, one that has moved on."""
    found = Decision.objects.filter(decision_id=decision_id).first()
    if found is None:
        raise Http404("there is no such decision, or it is not yours to see")
    viewer_of(request).refuse_unless_visible(found.payee_id, found.period_id)
    if if_match is not None:
        refuse_unless_seen(deciding.decision_thing(decision_id), if_match)


def _row(one: deciding.Listed) -> DecisionRow:
    d = one.decision
    return DecisionRow(
        decision_id=d.decision_id,
        kind=d.kind,
        payee_id=d.payee_id,
        period_id=d.period_id,
        currency=d.currency,
        decided=d.decided_amount,
        expires_on=d.expires_on,
        dispute_id=d.dispute_id,
        at=d.at,
        by=d.acting_user,
        state=one.state,
        reason=one.reason,
        has_moved=one.has_moved,
    )


def _members(request: HttpRequest, period: PayPeriod, basis: Basis) -> list[Member]:
    viewer = viewer_of(request)
    tables = stored_tables(settings.WORKSPACE, basis.run)
    in_period = pl.col("period_id") == period.period_id
    payments = tables["payments"].filter(in_period)
    figures = figures_among(payments, period.period_id)
    seen = viewer.visible_to(list(figures), period.period_id)
    if viewer.is_any("manager") and not viewer.is_any("admin", "finance", "leader", "auditor"):
        seen &= reports_of(viewer.payees, Days(period.starts_on, period.ends_before))
    has_target = pl.col("target_value").is_not_null() & pl.col("measure_value").is_not_null()
    measures = tables["measures"].filter(in_period & has_target & (pl.col("unit") != "count"))
    first = {row["owner_id"]: row for row in measures.iter_rows(named=True)}
    sums = payments.group_by("payee_id", "currency").agg(pl.col("earned").sum())
    earned = {(payee, currency): worth for payee, currency, worth in sums.iter_rows()}
    return [
        Member(
            payee_id=payee,
            period_id=period.period_id,
            currency=currency,
            earned=earned.get((payee, currency), 0),
            paid=to_pay,
            state="estimate" if basis.is_estimate else statement(period.period_id, payee).state,
            **_reached(first.get(payee)),
        )
        for payee in figures
        if payee in seen
        for currency, to_pay in figures[payee].items()
    ]


def _reached(row: dict[str, Any] | None) -> dict[str, str | None]:
    if row is None:
        return dict.fromkeys(("measured", "target", "attained"))
    measured, target = (Fraction(row[name], 10 ** row["scale"]) for name in ("measure_value", "target_value"))
    share = exact_text(measured / target) if target else None
    return {"measured": exact_text(measured), "target": exact_text(target), "attained": share}
