"""Periods: where each of them is, what blocks the next step, and the steps as buttons on real actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain.lifecycles import PERIOD
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing import periods, posting
from attain_web.actions.closing.deciding import adjusted_by
from attain_web.actions.closing.disputing import open_disputes
from attain_web.actions.closing.figures import figures_among, period
from attain_web.actions.closing.reviewing.variances import Variance, review_variance, variances
from attain_web.actions.closing.statements import open_statements, publish_statements, statements_of
from attain_web.actions.stepping import Wanted
from attain_web.figures.keeping.stored import stored_payments
from attain_web.figures.nobody import quick_count
from attain_web.figures.opened import newest_run
from attain_web.figures.payees import bases_of, basis_of, in_currency, paid_in_several, pay_periods_known
from attain_web.figures.paying.totals import to_pay_by_period
from attain_web.figures.steps import history_of, possible_steps
from attain_web.figures.workspace import workspace_now
from attain_web.shell.sending import Problem, done_once, moved_on
from attain_web.store.models import Batch, StepTaken

CLOSERS = ("admin", "finance", "leader", "auditor")
MOST = 100  # payees are shown, unless all are asked for
SETTLED_AT = {
    "data_complete": "admin:loads",
    "disputes_settled": "manager:disputes",
    "plans_accepted": "manager:acceptances",
    "engine_differences_approved": "admin:runs",
}
WAY = ("open", "calculated", "in_review", "approved", "posted", "closed")


@dataclass(frozen=True)
class PeriodRow:
    """A period in the list, with what is earned and to be paid in it, also by hand: minor units by currency."""

    period_id: str
    state: str
    earned: Mapping[str, int]
    paid: Mapping[str, int]
    at: Any
    by: str


@screen(*CLOSERS, title="Periods")
def all_periods(request: HttpRequest) -> HttpResponse:
    """List the pay periods that have begun, the latest first."""
    now = workspace_now(settings.WORKSPACE)
    rows: list[PeriodRow] = []
    begun = [p for p in pay_periods_known(settings.WORKSPACE) if p.starts_on <= now.today]
    bases = bases_of([one.period_id for one in begun])
    to_pay = to_pay_by_period(settings.WORKSPACE, bases)
    for one in reversed(begun):
        basis = bases.get(one.period_id)
        if basis is None:
            continue
        paid = stored_payments(settings.WORKSPACE, basis.run).of_period("payments", one.period_id)
        rows.append(
            PeriodRow(
                one.period_id,
                basis.state,
                _earned(paid),
                to_pay[one.period_id],
                basis.step.at if basis.step else None,
                basis.step.acting_user if basis.step else "",
            )
        )
    most = {code: max(row.earned.get(code, 0) for row in rows) for row in rows for code in row.earned}
    known = {"rows": rows, "most": most}
    return render(request, "admin/periods.html", known)


def _earned(paid: pl.DataFrame) -> dict[str, int]:
    return dict(paid.group_by("currency").agg(pl.col("earned").sum()).sort("currency").iter_rows())


@screen(*CLOSERS, title="Period close")
def one_period(request: HttpRequest, period_id: str) -> HttpResponse:
    """Show the control room of a period."""
    return _shown(request, period_id)


@screen(*CLOSERS, acts=True)
def act(request: HttpRequest, period_id: str) -> HttpResponse:
    """Take a step of a period."""
    user, reason = viewer_of(request).user, request.POST.get("reason", "")
    asked = request.POST.get("step", "")
    steps: dict[str, Callable[[], object]] = {
        "calculate": lambda: periods.calculate_period(settings.WORKSPACE, period_id, acting_user=user),
        "submit": lambda: periods.review_period(period_id, acting_user=user, note=reason),
        "approve": lambda: periods.approve_period(period_id, acting_user=user, note=reason),
        "reject": lambda: periods.reject_period(period_id, acting_user=user, reason=reason),
        "post": lambda: posting.post_period(settings.WORKSPACE, period_id, acting_user=user),
        "close": lambda: posting.close_period(settings.WORKSPACE, period_id, acting_user=user),
        "reopen": lambda: periods.reopen_period(period_id, acting_user=user, reason=reason),
        "keep": lambda: periods.keep_period_closed(period_id, acting_user=user, reason=reason),
        "publish": lambda: publish_statements(period_id, acting_user=user),
    }

    def do() -> str:
        if asked not in steps:
            raise Refused(f"there is no step '{asked}'", "choose one of the buttons")
        steps[asked]()
        if asked == "publish":
            return f"The statements of {period_id} are published"
        return f"Period {period_id} is {period(period_id).state.replace('_', ' ')}"

    last = period(period_id).last
    problem = moved_on(request, last.number if last else 0) or done_once(request, do)
    if problem is not None:
        return _shown(request, period_id, problem=problem, typed=request.POST)
    return redirect("admin:period", period_id)


def _shown(
    request: HttpRequest, period_id: str, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    known_ones = pay_periods_known(settings.WORKSPACE)
    chosen = next((one for one in known_ones if one.period_id == period_id), None)
    basis = basis_of(period_id)
    if chosen is None or basis is None:
        raise Http404("there is no such period")
    thing, user = period(period_id), viewer_of(request).user
    figures = figures_among(stored_payments(settings.WORKSPACE, basis.run)["payments"], period_id)
    checks = _checks(period_id, basis.step.state if basis.step else PERIOD.begins)
    wanted = Wanted("", user, subjects=list(figures))
    possible = possible_steps(
        thing, wanted, done=[*periods.made_run(period_id), *adjusted_by(period_id)], checks=checks
    )
    published = statements_of(period_id)
    last, payees = basis.step, _payees(basis.run, figures, published, period_id)
    shown = {
        "period": chosen,
        "basis": basis,
        "way": _way(basis.state, thing.steps),
        "possible": possible,
        "history": history_of(thing),
        "seen": last.number if last else 0,
        "blocks": [(name, what, _settled_at(name)) for found in checks.values() for name, what in found],
        "payees": payees if request.GET.get("all") else payees[:MOST],
        "payee_count": len(payees),
        "published": published,
        "unpublished_count": len([p for p in figures if p not in published or published[p].state == "withdrawn"]),
        "can_publish": viewer_of(request).is_any("admin", "manager")
        and basis.state in {"in_review", "approved", "posted"},
        "variances": _variances(period_id, basis.state),
        "uncredited_count": quick_count(settings.WORKSPACE, basis.run, chosen),
        "can_look": viewer_of(request).is_any("admin", "auditor"),
        "currency": workspace_now(settings.WORKSPACE).currency,
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "admin/period.html", shown, status=409 if problem else 200)


def _checks(period_id: str, state: str) -> dict[str, list[tuple[str, str]]]:
    """What blocks which step; what takes long to find out is found out when the step is taken."""
    disputes = open_disputes(period_id)
    newest, run = Batch.objects.order_by("-batch_no").first(), newest_run()
    basis = basis_of(period_id)
    late: list[tuple[str, str]] = []
    if state == "calculated" and newest and basis and run and basis.run.batch_id != newest.batch_no:
        what = f"the figures are of batch {basis.run.batch_id}, and batch {newest.batch_no} is there; calculate again"
        late = [("data_complete", what)]
    found = {"submit": late}
    if state == "in_review":
        found["approve"] = periods.approval_checks(period_id)
    if state == "posted":
        found["close"] = [*disputes, *open_statements(period_id)]
    return found


@screen("admin", "finance", "leader", acts=True)
def review(request: HttpRequest, period_id: str) -> HttpResponse:
    """Say why somebody is paid so much more or less than in the period before."""
    payee = request.POST.get("payee_id", "")

    def do() -> str:
        review_variance(period_id, payee, acting_user=viewer_of(request).user, note=request.POST.get("note", ""))
        return f"The change of {payee} is reviewed"

    problem = done_once(request, do)
    if problem is not None:
        return _shown(request, period_id, problem=problem, typed=request.POST)
    return redirect("admin:period", period_id)


def _variances(period_id: str, state: str) -> list[Variance]:
    """Return whose pay differs by more than attain.yaml allows; none before the period is calculated."""
    return variances(period_id) if state in {"calculated", "in_review"} else []


def _way(state: str, steps: Sequence[StepTaken]) -> list[tuple[int, str, str, StepTaken | None]]:
    """The states of a period in order: done, now, or still to come; and by which step each was reached last."""
    at = WAY.index(state)
    reached = {step.state: step for step in steps}
    return [
        (
            number + 1,
            name,
            "done" if number < at or state == "closed" else "now" if number == at else "wait",
            reached.get(name) if number <= at else None,
        )
        for number, name in enumerate(WAY)
    ]


def _settled_at(check: str) -> str:
    """Return where a check that blocks a step is settled; empty for what is settled on the period's own page."""
    return reverse(SETTLED_AT[check]) if check in SETTLED_AT else ""


def _payees(run: Any, figures: Mapping[str, Mapping[str, int]], published: Any, period_id: str) -> list[dict[str, Any]]:
    """Everybody who is paid, with what they were paid in the period before, the largest change first."""
    before = _before(period_id)
    payments = stored_payments(settings.WORKSPACE, run).of_period("payments", period_id)
    several = paid_in_several(payments)
    found: list[dict[str, Any]] = []
    for payee, sums in figures.items():
        for currency, to_pay in sums.items():
            then = before.get(payee, {}).get(currency, 0)
            found.append(
                {
                    "payee_id": payee,
                    "currency": currency,
                    "query": in_currency(currency, is_one_of_several=(payee, period_id) in several),
                    "paid": to_pay,
                    "before": then,
                    "change": to_pay - then,
                    "size": abs(to_pay - then),
                    "state": published[payee].state if payee in published else "draft",
                }
            )
    return sorted(found, key=lambda one: (-one["size"], one["payee_id"]))


def _before(period_id: str) -> Mapping[str, Mapping[str, int]]:
    """What everybody is to be paid for the period before, by the run whose figures count for it, and by hand."""
    ordered = [one.period_id for one in pay_periods_known(settings.WORKSPACE)]
    at = ordered.index(period_id) if period_id in ordered else 0
    basis = basis_of(ordered[at - 1]) if at else None
    if basis is None:
        return {}
    return figures_among(stored_payments(settings.WORKSPACE, basis.run)["payments"], ordered[at - 1])
