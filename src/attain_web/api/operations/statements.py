"""Statements: how a payment came about, down to the line; what the payee and others decide about it; as files."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from attain.statements import Explanation
from attain.statements.as_json import json_of
from attain.statements.sheets import PdfWriter, csv_of, statement_of, xlsx_of
from attain_web.access.viewer import viewer_of
from attain_web.actions.closing.disputing import raise_dispute
from attain_web.actions.closing.proving import prove_statement
from attain_web.actions.closing.statements import approve_statement, statement, withdraw_statement
from attain_web.api.declaring import KINDS, acts, reads
from attain_web.api.operations.me import asked_about
from attain_web.api.seen import IfMatch, etag_of, moved, refuse_unless_seen
from attain_web.api.shapes import Done, Moved, Said, Sent, StepWanted, Word
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import state_of_statement, told
from attain_web.figures.paying.years import year_so_far
from attain_web.payee.periods import Asked
from attain_web.payee.tracing import trace_of

router = Router()
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class StatementSaid(Schema):
    """A statement: its state, whose figures it shows, and the explanation down to the source and the plan's line."""

    period_id: str
    payee_id: str
    state: str
    run_id: str
    is_estimate: bool
    explanation: dict[str, Any]


class Product(Schema):
    """A row of the arithmetic."""

    what: str
    rate: str
    pays: str
    where: str


class LineTrace(Schema):
    """Why a line pays what it pays, in words and as the chain from payment to source."""

    number: int
    title: str
    component: str
    pays: str
    products: list[Product]
    said: list[str]
    inputs: list[list[str]]
    chain: list[list[str]]


class Question(Sent):
    """What a payee questions."""

    text: Said
    about: Word = Field("missing", description="line, deal, target or missing")
    about_id: Word = ""


@reads(router, "/statements/{period_id}/{payee_id}", like="payee:statement", gives=StatementSaid)
def one_statement(
    request: HttpRequest, period_id: str, payee_id: str, response: HttpResponse, currency: str = ""
) -> StatementSaid:
    """Give a statement with everything that explains it; of one currency where the period is paid in several."""
    asked, explanation = _explained(request, period_id, payee_id, currency)
    one = statement(period_id, payee_id)
    response.headers["ETag"] = etag_of(one)
    return StatementSaid(
        period_id=period_id,
        payee_id=payee_id,
        state="estimate" if asked.basis.is_estimate else one.state,
        run_id=asked.basis.run.run_id,
        is_estimate=asked.basis.is_estimate,
        explanation=json_of(explanation),
    )


@reads(router, "/statements/{period_id}/{payee_id}/lines/{number}", like="payee:trace", gives=LineTrace)
def one_line(request: HttpRequest, period_id: str, payee_id: str, number: int, currency: str = "") -> LineTrace:
    """Say why a line pays what it pays."""
    _, explanation = _explained(request, period_id, payee_id, currency)
    found = trace_of(explanation, number)
    if found is None:
        raise Http404("the statement has no such line")
    return LineTrace(
        number=number,
        title=found.title,
        component=found.component,
        pays=found.pays,
        products=[Product(what=p.what, rate=p.rate, pays=p.pays, where=p.where) for p in found.products],
        said=list(found.said),
        inputs=[list(pair) for pair in found.inputs],
        chain=[list(pair) for pair in found.chain],
    )


@reads(
    router,
    "/statements/{period_id}/{payee_id}/as/{form}",
    like="payee:download",
    gives=str,
    openapi_extra={KINDS: sorted(TYPES.values())},
)
def statement_file(request: HttpRequest, period_id: str, payee_id: str, form: str, currency: str = "") -> HttpResponse:
    """Give a statement as pdf, xlsx or csv."""
    asked, explanation = _explained(request, period_id, payee_id, currency)
    if form not in TYPES:
        raise Http404("a statement is written as pdf, xlsx or csv")
    opened = opened_run(settings.WORKSPACE, asked.basis.run)
    so_far = year_so_far(opened, payee_id, period_id, explanation.currency)
    state = state_of_statement(payee_id, period_id, explanation.currency, so_far)
    paper = statement_of(explanation, so_far, state)
    content = PdfWriter().pdf_of(paper) if form == "pdf" else xlsx_of(paper) if form == "xlsx" else csv_of(paper)
    return HttpResponse(content, content_type=TYPES[form])


@acts(router, "/statements/{period_id}/{payee_id}/approve", like="payee:approve", gives=Moved)
def approve_own_statement(
    request: HttpRequest, period_id: str, payee_id: str, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Approve one's own statement, as it was seen."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    one = statement(period_id, payee_id)
    refuse_unless_seen(one, if_match)
    approve_statement(period_id, payee_id, acting_user=viewer_of(request).user)
    return moved(one, response)


@acts(router, "/statements/{period_id}/{payee_id}/withdraw", "admin", "manager", gives=Moved)
def withdraw_one_statement(
    request: HttpRequest,
    period_id: str,
    payee_id: str,
    wanted: StepWanted,
    response: HttpResponse,
    if_match: IfMatch = "",
) -> Moved:
    """Withdraw a published statement for a reason."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    one = statement(period_id, payee_id)
    refuse_unless_seen(one, if_match)
    withdraw_statement(period_id, payee_id, acting_user=viewer_of(request).user, reason=wanted.reason)
    return moved(one, response)


@acts(router, "/statements/{period_id}/{payee_id}/dispute", like="payee:question", gives=Done)
def dispute_statement(request: HttpRequest, period_id: str, payee_id: str, question: Question) -> Done:
    """Raise a dispute about one's own pay."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    user = viewer_of(request).user
    made = raise_dispute(
        period_id, payee_id, question.text, acting_user=user, about=question.about, about_id=question.about_id
    )
    return Done(said=f"Dispute {made.dispute_id} was sent", values={"dispute_id": made.dispute_id})


@acts(router, "/statements/{period_id}/{payee_id}/proof", like="payee:statement", gives=Done)
def prove_one_statement(request: HttpRequest, period_id: str, payee_id: str) -> Done:
    """Give a signed proof of what a payee was paid, which others check without this server."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    user = viewer_of(request).user
    proof = prove_statement(settings.WORKSPACE, period_id, payee_id, acting_user=user)
    return Done(said=f"The proof of {period_id} is made", values={"proof": proof})


def _explained(request: HttpRequest, period_id: str, payee_id: str, currency: str) -> tuple[Asked, Explanation]:
    asked = asked_about(request, payee_id, period_id)
    found = told(settings.WORKSPACE, asked.basis.run, payee_id, period_id, currency=currency)
    if found is None:
        raise Http404("there is no such statement")
    return asked, found
