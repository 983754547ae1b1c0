"""Periods: where each is, what blocks its next step, and its steps."""

from collections.abc import Mapping
from datetime import date

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from attain_web.access.viewer import viewer_of
from attain_web.actions.closing import periods, posting
from attain_web.actions.closing.deciding import adjusted_by
from attain_web.actions.closing.figures import figures_of, period
from attain_web.actions.closing.statements import publish_statements, statements_of
from attain_web.actions.stepping import Wanted
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.seen import IfMatch, etag_of, moved, refuse_unless_seen
from attain_web.api.shapes import Done, Minor, Moved, Page, Paging, Sent, StepPossible, StepSaid, StepWanted, Word
from attain_web.figures.keeping.stored import stored_payments
from attain_web.figures.payees import Basis, PayPeriod, bases_of, basis_of, pay_periods_known
from attain_web.figures.paying.totals import to_pay_by_period
from attain_web.figures.steps import history_of, possible_steps
from attain_web.figures.workspace import workspace_now

router = Router()
SCREEN, ACT = "admin:period", "admin:act-on-period"


class PeriodRow(Schema):
    """A pay period in the list."""

    period_id: str
    starts_on: date
    ends_before: date
    state: str
    run_id: str
    earned: dict[str, Minor] = Field(description="By currency, what plans earned.")
    paid: dict[str, Minor] = Field(description="By currency, what is to be paid, with what was decided by hand.")


class PayeeRow(Schema):
    """What somebody is to be paid for the period, and the state of their statement."""

    payee_id: str
    currency: str
    to_pay: Minor
    statement: str


class PeriodSaid(PeriodRow):
    """A period with its steps, what can be done next, and everybody who is paid."""

    history: list[StepSaid]
    possible: list[StepPossible]
    payees: list[PayeeRow]


class Publishing(Sent):
    """Whose statements to publish; everybody's by default."""

    payees: list[Word] = []


@reads(router, "/periods", like="admin:periods", gives=Page[PeriodRow])
def list_periods(request: HttpRequest, paging: Query[Paging]) -> Page[PeriodRow]:
    """List the pay periods that have begun, the latest first."""
    del request
    now = workspace_now(settings.WORKSPACE)
    known = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    bases = bases_of([one.period_id for one in known])
    to_pay = to_pay_by_period(settings.WORKSPACE, bases)
    rows = [_row(one, bases[one.period_id], to_pay) for one in known if one.period_id in bases]
    return paged(rows, paging, lambda one: [-one.starts_on.toordinal(), one.period_id])


@reads(router, "/periods/{period_id}", like=SCREEN, gives=PeriodSaid)
def one_period(request: HttpRequest, period_id: str, response: HttpResponse) -> PeriodSaid:
    """Give a period with all that belongs to closing it."""
    found, basis = _found(period_id)
    thing = period(period_id)
    figures = figures_of(basis.run, period_id)
    wanted = Wanted("", viewer_of(request).user, subjects=list(figures))
    done = [*periods.made_run(period_id), *adjusted_by(period_id)]
    published = statements_of(period_id)
    response.headers["ETag"] = etag_of(thing)
    history = [
        StepSaid(
            number=h.step.number,
            action=h.step.action,
            state=h.step.state,
            at=h.step.at,
            by=h.step.acting_user,
            note=h.note,
        )
        for h in history_of(thing)
    ]
    possible = [
        StepPossible(action=p.step.action, refusals=[what for what, _ in p.refusals])
        for p in possible_steps(thing, wanted, done=done)
    ]
    payees = [
        PayeeRow(
            payee_id=payee,
            currency=currency,
            to_pay=to_pay,
            statement=published[payee].state if payee in published else "draft",
        )
        for payee, sums in figures.items()
        for currency, to_pay in sums.items()
    ]
    to_pay = to_pay_by_period(settings.WORKSPACE, {period_id: basis})
    return PeriodSaid(**_row(found, basis, to_pay).dict(), history=history, possible=possible, payees=payees)


@acts(router, "/periods/{period_id}/calculate", like=ACT, gives=Moved)
def calculate_period(request: HttpRequest, period_id: str, response: HttpResponse) -> Moved:
    """Calculate a period with what is known now."""
    periods.calculate_period(settings.WORKSPACE, period_id, acting_user=viewer_of(request).user)
    return moved(period(period_id), response)


@acts(router, "/periods/{period_id}/submit", like=ACT, gives=Moved)
def submit_period(request: HttpRequest, period_id: str, wanted: StepWanted, response: HttpResponse) -> Moved:
    """Hand the figures of a period in for review."""
    periods.review_period(period_id, acting_user=viewer_of(request).user, note=wanted.reason)
    return moved(period(period_id), response)


@acts(router, "/periods/{period_id}/approve", like=ACT, gives=Moved)
def approve_period(
    request: HttpRequest, period_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Approve the figures of a period, as they were seen."""
    refuse_unless_seen(period(period_id), if_match)
    periods.approve_period(period_id, acting_user=viewer_of(request).user, note=wanted.reason)
    return moved(period(period_id), response)


@acts(router, "/periods/{period_id}/reject", like=ACT, gives=Moved)
def reject_period(
    request: HttpRequest, period_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Send the figures of a period back for a reason."""
    refuse_unless_seen(period(period_id), if_match)
    periods.reject_period(period_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(period(period_id), response)


@acts(router, "/periods/{period_id}/publish", like=ACT, gives=Done)
def publish_period(request: HttpRequest, period_id: str, whose: Publishing) -> Done:
    """Publish the statements of a period that are not yet."""
    made = publish_statements(period_id, acting_user=viewer_of(request).user, payees=frozenset(whose.payees))
    return Done(said=f"{len(made)} statements of {period_id} are published", values={"count": len(made)})


@acts(router, "/periods/{period_id}/post", like=ACT, gives=Done)
def post_period(request: HttpRequest, period_id: str) -> Done:
    """Post an approved period: the difference to what stands."""
    made = posting.post_period(settings.WORKSPACE, period_id, acting_user=viewer_of(request).user)
    counts = {"entries": made.entry_count, "lines": made.line_count}
    return Done(said=f"{made.entry_count} entries are posted for {period_id}", values=counts)


@acts(router, "/periods/{period_id}/close", like=ACT, gives=Moved)
def close_period(request: HttpRequest, period_id: str, response: HttpResponse, if_match: IfMatch = "") -> Moved:
    """Close a posted period, and sign where the ledger ends."""
    refuse_unless_seen(period(period_id), if_match)
    posting.close_period(settings.WORKSPACE, period_id, acting_user=viewer_of(request).user)
    return moved(period(period_id), response)


@acts(router, "/periods/{period_id}/reopen", like=ACT, gives=Moved)
def reopen_period(
    request: HttpRequest, period_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Ask for a closed period to be opened again, or agree to it."""
    refuse_unless_seen(period(period_id), if_match)
    periods.reopen_period(period_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(period(period_id), response)


@acts(router, "/periods/{period_id}/keep-closed", like=ACT, gives=Moved)
def keep_period_closed(
    request: HttpRequest, period_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Leave a period closed that somebody asked to reopen."""
    refuse_unless_seen(period(period_id), if_match)
    periods.keep_period_closed(period_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(period(period_id), response)


def _found(period_id: str) -> tuple[PayPeriod, Basis]:
    found = next((one for one in pay_periods_known(settings.WORKSPACE) if one.period_id == period_id), None)
    basis = basis_of(period_id)
    if found is None or basis is None:
        raise Http404("there is no such period")
    return found, basis


def _row(one: PayPeriod, basis: Basis, to_pay: Mapping[str, Mapping[str, int]]) -> PeriodRow:
    paid = stored_payments(settings.WORKSPACE, basis.run).of_period("payments", one.period_id)
    earned = paid.group_by("currency").agg(pl.col("earned").sum()).sort("currency")
    return PeriodRow(
        period_id=one.period_id,
        starts_on=one.starts_on,
        ends_before=one.ends_before,
        state=basis.state,
        run_id=basis.run.run_id,
        earned=dict(earned.iter_rows()),
        paid=dict(to_pay[one.period_id]),
    )
