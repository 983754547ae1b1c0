"""Pay runs: drafted, approved by another, exported, and read back from payroll."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from attain_web.access.viewer import viewer_of
from attain_web.actions.closing import paying
from attain_web.actions.closing.files.payroll_files import read_pay_lines, write_pay_lines
from attain_web.api.declaring import KINDS, acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.seen import IfMatch, etag_of, moved, refuse_unless_seen
from attain_web.api.shapes import Done, Minor, Moved, Page, Paging, Sent, StepWanted, Word
from attain_web.store.models import PayRun

router = Router()
ACT = "finance:act-on-pay-run"
LARGEST_FILE = 2 * 2**20
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class PayRunRow(Schema):
    """A pay run with its control totals: payments, minor units by currency, and the digest of its lines."""

    pay_run_id: str
    period_id: str
    run_id: str
    state: str
    line_count: int
    totals: dict[str, int]
    digest: str
    made_at: datetime
    by: str


class PayLineSaid(Schema):
    """What somebody is paid."""

    payee_id: str
    currency: str
    pay: Minor


class PayRunSaid(PayRunRow):
    """A pay run with its lines."""

    lines: list[PayLineSaid]


class PeriodNamed(Sent):
    """Which period is paid."""

    period_id: Word


@reads(router, "/pay-runs", like="finance:pay-runs", gives=Page[PayRunRow])
def list_pay_runs(request: HttpRequest, paging: Query[Paging]) -> Page[PayRunRow]:
    """List the pay runs, the newest first."""
    del request
    rows = [_row(one) for one in PayRun.objects.all()]
    return paged(rows, paging, lambda one: [-int(one.made_at.timestamp() * 1_000_000), one.pay_run_id])


@reads(router, "/pay-runs/{pay_run_id}", like="finance:pay-run", gives=PayRunSaid)
def one_pay_run(request: HttpRequest, pay_run_id: str, response: HttpResponse) -> PayRunSaid:
    """Give a pay run with its lines."""
    del request
    found = _found(pay_run_id)
    response.headers["ETag"] = etag_of(paying.pay_run_thing(found))
    lines = [PayLineSaid(payee_id=p, currency=c, pay=pay) for p, c, pay in paying.lines_of(found).iter_rows()]
    return PayRunSaid(**_row(found).dict(), lines=lines)


@acts(router, "/pay-runs", like="finance:draft-pay-run", gives=Done)
def draft_pay_run(request: HttpRequest, named: PeriodNamed) -> Done:
    """Draft a pay run of a posted period."""
    made = paying.draft_pay_run(named.period_id, acting_user=viewer_of(request).user)
    return Done(said=f"Pay run {made.pay_run_id} is drafted", values={"pay_run_id": made.pay_run_id})


@acts(router, "/pay-runs/{pay_run_id}/approve", like=ACT, gives=Moved)
def approve_pay_run(request: HttpRequest, pay_run_id: str, response: HttpResponse, if_match: IfMatch = "") -> Moved:
    """Approve a pay run that somebody else drafted."""
    thing = paying.pay_run_thing(_found(pay_run_id))
    refuse_unless_seen(thing, if_match)
    paying.approve_pay_run(pay_run_id, acting_user=viewer_of(request).user)
    return moved(thing, response)


@acts(router, "/pay-runs/{pay_run_id}/reject", like=ACT, gives=Moved)
def reject_pay_run(
    request: HttpRequest, pay_run_id: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Send a pay run back for a reason."""
    thing = paying.pay_run_thing(_found(pay_run_id))
    refuse_unless_seen(thing, if_match)
    paying.reject_pay_run(pay_run_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(thing, response)


@acts(router, "/pay-runs/{pay_run_id}/export", like=ACT, gives=Moved)
def export_pay_run(request: HttpRequest, pay_run_id: str, response: HttpResponse, if_match: IfMatch = "") -> Moved:
    """Export an approved pay run; its lines are given as csv or xlsx from then on."""
    thing = paying.pay_run_thing(_found(pay_run_id))
    refuse_unless_seen(thing, if_match)
    paying.export_pay_run(pay_run_id, acting_user=viewer_of(request).user)
    return moved(thing, response)


@acts(router, "/pay-runs/{pay_run_id}/acknowledge", like=ACT, gives=Done)
def acknowledge_pay_run(
    request: HttpRequest,
    pay_run_id: str,
    file: Annotated[UploadedFile, File()],
    paid_on: Annotated[date | None, Form()] = None,
) -> Done:
    """Read back from a CSV what payroll paid; what it did not pay stays due."""
    _found(pay_run_id)
    if file.size is None or file.size > LARGEST_FILE:
        raise NotSo(422, "the file is larger than 2 MB", "send the lines of this pay run only")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.csv")
        path.write_bytes(file.read())
        paid = read_pay_lines(path, pay_run_id)
    day = paid_on or datetime.now(UTC).date()
    off = paying.acknowledge_pay_run(pay_run_id, paid, acting_user=viewer_of(request).user, paid_on=day)
    return Done(said=f"{len(off)} payments are other than asked", values={"differences": [vars(one) for one in off]})


@reads(
    router,
    "/pay-runs/{pay_run_id}/as/{form}",
    like="finance:download-pay-run",
    gives=str,
    openapi_extra={KINDS: sorted(TYPES.values())},
)
def pay_run_file(request: HttpRequest, pay_run_id: str, form: str) -> HttpResponse:
    """Give the lines of an exported pay run, as payroll gets them."""
    del request
    found = _found(pay_run_id)
    if form not in TYPES or paying.state_of_pay_run(found) not in {"exported", "acknowledged"}:
        raise Http404("only an exported pay run is given, as csv or xlsx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"lines.{form}")
        write_pay_lines(paying.lines_of(found), pay_run_id, path)
        return HttpResponse(path.read_bytes(), content_type=TYPES[form])


def _found(pay_run_id: str) -> PayRun:
    found = PayRun.objects.filter(pay_run_id=pay_run_id).first()
    if found is None:
        raise Http404("there is no such pay run")
    return found


def _row(one: PayRun) -> PayRunRow:
    return PayRunRow(
        pay_run_id=one.pay_run_id,
        period_id=one.period_id,
        run_id=one.run_id,
        state=paying.state_of_pay_run(one),
        line_count=one.line_count,
        totals=one.totals,
        digest=one.digest,
        made_at=one.made_at,
        by=one.acting_user,
    )
