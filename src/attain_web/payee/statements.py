"""Statements: the list, one of them with every number opening its trace, and what the payee decides about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain.money import minor_digits
from attain.statements import Explanation, Figures
from attain.statements.pages.line_view import LineView, line_view
from attain.statements.pages.statement_page import in_short
from attain.statements.pages.waterfall import bars_of, chart_of
from attain.statements.sheets import PdfWriter, csv_of, statement_of, xlsx_of
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.closing.deciding import decision_thing
from attain_web.actions.closing.disputing import raise_dispute
from attain_web.actions.closing.figures import SIGNS
from attain_web.actions.closing.statements import approve_statement, statement
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import decided_by_hand, paid_periods, state_of_statement, told
from attain_web.figures.paying.years import year_so_far
from attain_web.payee.periods import Asked, asked_of
from attain_web.payee.tracing import trace_of
from attain_web.shell.sending import Problem, done_once, moved_on
from attain_web.store.models import Decision, Dispute, StepTaken

READERS = ("payee", "manager", "admin", "finance", "leader", "auditor")
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


LOOKS = ("f-d1", "d3line", "d2dot", "f-d4", "f-d5")


@dataclass(frozen=True)
class Section:
    """A component in a statement: its lines as rows, and how many only count towards the measure."""

    title: str
    rule: str
    earned: str
    currency: str
    lines: tuple[LineView, ...]
    silent_count: int


@screen("payee", title="Statements")
def statements(request: HttpRequest) -> HttpResponse:
    """List a payee's statements, the latest first."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    paid = paid_periods(settings.WORKSPACE, asked.payee_id)
    most: dict[str, int] = {}
    for one in paid:
        most[one.currency] = max(most.get(one.currency, 0), abs(one.paid))
    rows = [(one, most[one.currency]) for one in paid]
    return render(request, "payee/statements.html", asked.shown | {"paid": rows})


@screen(*READERS, title="Statement")
def one_statement(request: HttpRequest, period_id: str, payee_id: str) -> HttpResponse:
    """Show a statement."""
    return _shown(request, period_id, payee_id)


@screen(*READERS)
def trace(request: HttpRequest, period_id: str, payee_id: str, number: int) -> HttpResponse:
    """Show why a line pays what it pays: a panel beside the statement, or the whole page with it open."""
    asked, explanation = _explained(request, period_id, payee_id)
    found = trace_of(explanation, number)
    if found is None:
        raise Http404("the statement has no such line")
    if not request.headers.get("HX-Request"):
        return _shown(request, period_id, payee_id, opened=number)
    known = asked.shown | {"trace": found, "can_question": _is_own(request, payee_id)}
    known["in_currency"] = _in_currency(request)
    return render(request, "payee/trace.html", known)


@screen(*READERS)
def download(request: HttpRequest, period_id: str, payee_id: str, form: str) -> HttpResponse:
    """Give a statement as PDF, XLSX or CSV."""
    asked, explanation = _explained(request, period_id, payee_id)
    opened = opened_run(settings.WORKSPACE, asked.basis.run)
    if form not in TYPES:
        raise Http404(f"a statement is not written as {form}")
    so_far = year_so_far(opened, payee_id, period_id, explanation.currency)
    state = state_of_statement(payee_id, period_id, explanation.currency, so_far)
    paper = statement_of(explanation, so_far, state)
    content = PdfWriter().pdf_of(paper) if form == "pdf" else xlsx_of(paper) if form == "xlsx" else csv_of(paper)
    answer = HttpResponse(content, content_type=TYPES[form])
    several = f"_{explanation.currency}" if request.GET.get("currency") else ""
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in f"{payee_id}_{period_id}{several}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}.{form}"'
    return answer


@screen("payee", acts=True)
def approve(request: HttpRequest, period_id: str, payee_id: str) -> HttpResponse:
    """Approve one's own statement, at the amount that was shown."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    user = viewer_of(request).user

    def do() -> str:
        approve_statement(period_id, payee_id, acting_user=user)
        return f"You approved your statement of {period_id}"

    last = statement(period_id, payee_id).last
    problem = moved_on(request, last.number if last else 0) or done_once(request, do)
    if problem is not None:
        return _shown(request, period_id, payee_id, problem=problem)
    answer: HttpResponse = redirect("payee:statement", period_id, payee_id)
    answer.headers["Location"] += _in_currency(request)
    return answer


@screen("payee", acts=True)
def question(request: HttpRequest, period_id: str, payee_id: str) -> HttpResponse:
    """Raise a dispute about a line, or about something that is missing."""
    viewer_of(request).refuse_unless_visible(payee_id, period_id)
    user, about_id = viewer_of(request).user, request.POST.get("about_id", "").strip()
    about = request.POST.get("about", "missing")

    def do() -> str:
        text = request.POST.get("text", "")
        made = raise_dispute(period_id, payee_id, text, acting_user=user, about=about, about_id=about_id)
        return f"Dispute {made.dispute_id} was sent; you find its answer under My disputes"

    problem = done_once(request, do)
    if problem is not None:
        return _shown(request, period_id, payee_id, problem=problem, typed=request.POST)
    return redirect("payee:disputes")


def _explained(request: HttpRequest, period_id: str, payee_id: str) -> tuple[Asked, Explanation]:
    asked = asked_of(request, payee_id, period_id)
    if asked is None:
        raise Http404("nothing was calculated")
    found = told(settings.WORKSPACE, asked.basis.run, payee_id, period_id, currency=request.GET.get("currency", ""))
    if found is None:
        raise Http404("there is no such statement")
    return asked, found


def _in_currency(request: HttpRequest) -> str:
    """Return what the addresses of this statement's files and lines end with, so that they are of its currency."""
    asked = request.GET.get("currency", "")
    return f"?{urlencode({'currency': asked})}" if asked else ""


def _is_own(request: HttpRequest, payee_id: str) -> bool:
    return payee_id in viewer_of(request).payees


def _shown(
    request: HttpRequest,
    period_id: str,
    payee_id: str,
    *,
    problem: Problem | None = None,
    typed: Mapping[str, Any] | None = None,
    opened: int = 0,
) -> HttpResponse:
    asked, explanation = _explained(request, period_id, payee_id)
    figures = Figures(explanation.currency)
    bars = bars_of(explanation, figures)
    taken = statement(period_id, payee_id).steps
    last = taken[-1] if taken else None
    by_hand = decided_by_hand(payee_id, [period_id]).get((period_id, explanation.currency), 0)
    to_pay = explanation.paid + Fraction(by_hand, 10 ** minor_digits(explanation.currency))
    state = last.state if last else ("estimate" if asked.basis.is_estimate else "draft")
    others = [
        one for one in paid_periods(settings.WORKSPACE, payee_id, period_id) if one.currency != explanation.currency
    ]
    known: dict[str, Any] = {
        "others": others,
        "in_currency": _in_currency(request),
        "e": explanation,
        "paid": figures.minor(to_pay),
        "by_hand": by_hand,
        "in_short": in_short(explanation, figures),
        "statement_sections": _sections(explanation),
        "parts": _parts(explanation),
        "bars": [(bar.title, bar.subtitle, figures.money(bar.worth)) for bar in bars],
        "chart": chart_of(bars, figures),
        "steps": [(one.title, one.arithmetic, figures.change(one.adds)) for one in explanation.payment.steps[:-1]],
        "payment": figures.money(to_pay),
        "calculated": figures.money(explanation.paid),
        "trend": _trend(explanation, figures),
        "choices": explanation.choices,
        "checks": [
            (c.name, figures.number(c.left, c.unit), figures.number(c.right, c.unit), c.holds)
            for c in explanation.checks
        ],
        "state": state,
        "last_step": last,
        "is_own": _is_own(request, payee_id),
        "disputes": Dispute.objects.filter(payee_id=payee_id, period_id=period_id).order_by("at"),
        "decisions": _decisions(payee_id, period_id),
        "approved_before": _approved_before(taken, explanation.currency),
        "problem": problem,
        "typed": typed or {},
        "trace": trace_of(explanation, opened) if opened else None,
        "can_question": _is_own(request, payee_id) and not asked.basis.is_estimate,
    }
    return render(request, "payee/statement.html", asked.shown | known, status=409 if problem else 200)


def _decisions(payee_id: str, period_id: str) -> list[dict[str, Any]]:
    """What was decided by hand about a payment, what it adds, and whether it counts yet."""
    found = Decision.objects.filter(payee_id=payee_id, period_id=period_id).order_by("at")
    states = {one.decision_id: decision_thing(one.decision_id).state for one in found}
    return [
        {"one": one, "state": states[one.decision_id], "adds": SIGNS[one.kind] * one.decided_amount}
        for one in found
        if states[one.decision_id] != "rejected"
    ]


def _approved_before(taken: list[StepTaken], currency: str) -> tuple[int, int] | None:
    """Return what the payee approved, and what it came to since; None where nothing has changed."""
    approved = [step for step in taken if step.action == "approve"]
    if not approved or taken[-1].state == "approved":
        return None
    last = next(step for step in reversed(taken) if "amounts" in step.details or step is approved[-1])
    then, now = (step.details.get("amounts", {}).get(currency, 0) for step in (approved[-1], last))
    return (then, now) if then != now else None


def _sections(explanation: Explanation) -> list[Section]:
    found: list[Section] = []
    for part in explanation.components:
        figures = Figures(part.currency or explanation.currency)
        lines = tuple(line_view(line, None, figures) for line in part.earning_lines)
        found.append(
            Section(part.title, part.rule, figures.money(part.earned), figures.currency, lines, len(part.silent_lines))
        )
    return found


def _parts(explanation: Explanation) -> list[dict[str, Any]]:
    """What each component earned in the currency of the payment, with its texture and its share of the largest."""
    figures = Figures(explanation.currency)
    most = max([abs(part.pay_earned) for part in explanation.components], default=0)
    return [
        {
            "title": part.title,
            "earned": figures.money(part.pay_earned),
            "length": abs(part.pay_earned),
            "most": most,
            "look": LOOKS[min(number, len(LOOKS) - 1)],
        }
        for number, part in enumerate(explanation.components)
    ]


def _trend(explanation: Explanation, figures: Figures) -> list[dict[str, Any]]:
    """The last payments, each with its share of the largest."""
    shown = explanation.trend[-6:]
    most = max([abs(paid) for _, paid in shown], default=0)
    return [{"period": name, "paid": figures.money(paid), "length": abs(paid), "most": most} for name, paid in shown]
