"""Pay runs: what every payee is due, drafted by one, approved by another, exported, and read back from payroll."""

import io
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing import paying
from attain_web.actions.closing.deciding import adjusted_by
from attain_web.actions.closing.figures import period
from attain_web.actions.closing.files.payroll_files import read_pay_lines, write_pay_lines
from attain_web.actions.stepping import Wanted
from attain_web.figures.keeping.stored import stored_payments
from attain_web.figures.payees import basis_of, in_currency, paid_in_several, pay_periods_known
from attain_web.figures.steps import history_of, possible_steps
from attain_web.figures.workspace import workspace_now
from attain_web.shell.sending import Problem, done_once, moved_on
from attain_web.store.models import PayRun

PAYERS = ("finance", "admin", "leader", "auditor")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LARGEST_FILE = 2 * 2**20


@screen(*PAYERS, title="Pay runs")
def pay_runs(request: HttpRequest) -> HttpResponse:
    """List pay runs, and offer to draft the next one."""
    return _list(request)


@screen("finance", "admin", acts=True)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a pay run of a period."""
    made: list[str] = []

    def do() -> str:
        asked, user = request.POST.get("period_id", ""), viewer_of(request).user
        found = paying.draft_pay_run(asked, acting_user=user)
        made.append(found.pay_run_id)
        return f"Pay run {found.pay_run_id} is drafted; somebody else approves it"

    problem = done_once(request, do)
    return _list(request, problem=problem) if problem else redirect("finance:pay-run", made[0])


@screen(*PAYERS, title="Pay run")
def one(request: HttpRequest, pay_run_id: str) -> HttpResponse:
    """Show a pay run with its lines and control totals."""
    return _shown(request, pay_run_id)


@screen("finance", acts=True)
def act(request: HttpRequest, pay_run_id: str) -> HttpResponse:
    """Approve, reject or export a pay run, or read back what payroll paid."""
    found = _found(pay_run_id)
    user, reason, asked = viewer_of(request).user, request.POST.get("reason", ""), request.POST.get("step", "")
    steps: dict[str, Callable[[], object]] = {
        "approve": lambda: paying.approve_pay_run(pay_run_id, acting_user=user),
        "reject": lambda: paying.reject_pay_run(pay_run_id, acting_user=user, reason=reason),
        "export": lambda: paying.export_pay_run(pay_run_id, acting_user=user),
        "acknowledge": lambda: _acknowledge(request, pay_run_id, user),
    }

    def do() -> str:
        if asked not in steps:
            raise Refused(f"there is no step '{asked}'", "choose one of the buttons")
        steps[asked]()
        return f"Pay run {pay_run_id} is {paying.state_of_pay_run(found)}"

    last = paying.pay_run_thing(found).last
    problem = moved_on(request, last.number if last else 0) or done_once(request, do)
    if problem is not None:
        return _shown(request, pay_run_id, problem=problem, typed=request.POST)
    return redirect("finance:pay-run", pay_run_id)


@screen("finance")
def download(request: HttpRequest, pay_run_id: str, form: str) -> HttpResponse:
    """Give the lines of an exported pay run again, as payroll gets them."""
    del request
    found = _found(pay_run_id)
    if form not in TYPES or paying.state_of_pay_run(found) not in {"exported", "acknowledged"}:
        raise Http404("only an exported pay run is given, as csv or xlsx")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"lines.{form}")
        write_pay_lines(paying.lines_of(found), pay_run_id, file)
        answer = HttpResponse(file.read_bytes(), content_type=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="pay-run-{pay_run_id}.{form}"'
    return answer


def _acknowledge(request: HttpRequest, pay_run_id: str, user: str) -> None:
    """Post what payroll says it paid: the file that it sent back, or everything as it was asked."""
    typed = request.POST.get("paid_on", "").strip()
    try:
        day = date.fromisoformat(typed) if typed else datetime.now(UTC).date()
    except ValueError:
        raise Refused(f"'{typed}' is no day", "write it like 2026-03-31") from None
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("payroll's answer is missing", "choose the CSV file that says what was paid")
    if sent.size is None or sent.size > LARGEST_FILE:
        raise Refused("the file is larger than 2 MB", "send the lines of this pay run only")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "answer.csv")
        file.write_bytes(io.BytesIO(sent.read()).getvalue())
        paid = read_pay_lines(file, pay_run_id)
    paying.acknowledge_pay_run(pay_run_id, paid, acting_user=user, paid_on=day)


def _found(pay_run_id: str) -> PayRun:
    try:
        return paying.pay_run_of(pay_run_id)
    except Refused as refused:
        raise Http404(refused.what) from None


def _list(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    rows = [(one, paying.state_of_pay_run(one)) for one in PayRun.objects.order_by("-made_at")]
    known = [one.period_id for one in reversed(pay_periods_known(settings.WORKSPACE))]
    payable = [name for name in known if period(name).state in {"posted", "closed"}]
    shown = {
        "rows": rows,
        "payable": payable,
        "can_draft": viewer_of(request).is_any("finance", "admin"),
        "problem": problem,
    }
    return render(request, "finance/pay_runs.html", shown, status=409 if problem else 200)


def _with_links(found: PayRun, lines: pl.DataFrame) -> list[dict[str, Any]]:
    """The lines of a pay run, each with what the address of its statement ends with."""
    basis = basis_of(found.period_id)
    payments = stored_payments(settings.WORKSPACE, basis.run)["payments"] if basis else pl.DataFrame()
    several = paid_in_several(payments.filter(period_id=found.period_id)) if basis else frozenset[tuple[str, str]]()
    return [
        row | {"query": in_currency(row["currency"], is_one_of_several=(row["payee_id"], found.period_id) in several)}
        for row in lines.to_dicts()
    ]


def _shown(
    request: HttpRequest, pay_run_id: str, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    found = _found(pay_run_id)
    thing = paying.pay_run_thing(found)
    lines = paying.lines_of(found)
    wanted = Wanted("", viewer_of(request).user, subjects=lines["payee_id"].to_list())
    possible = possible_steps(thing, wanted, done=adjusted_by(found.period_id))
    last = thing.last
    known = {
        "pay_run": found,
        "state": thing.state,
        "lines": _with_links(found, lines),
        "possible": [one for one in possible if one.step.action != "acknowledge"],
        "acknowledge": next((one for one in possible if one.step.action == "acknowledge"), None),
        "history": history_of(thing),
        "seen": last.number if last else 0,
        "today": workspace_now(settings.WORKSPACE).today,
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "finance/pay_run.html", known, status=409 if problem else 200)
