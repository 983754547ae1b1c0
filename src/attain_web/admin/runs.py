"""Runs: what was calculated with what, two of them compared by cause."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain.questions.diff import State, difference
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.running import calculate_run
from attain_web.figures.opened import newest_run, opened_run
from attain_web.shell.sending import Problem, done_once, problem_of
from attain_web.store.models import Run

RUNNERS = ("admin", "finance", "leader", "auditor")
MOST = 50


@screen(*RUNNERS, title="Runs")
def runs(request: HttpRequest) -> HttpResponse:
    """List the runs, the newest first, and offer to make or compare."""
    return _list(request)


@screen("admin", acts=True)
def make(request: HttpRequest) -> HttpResponse:
    """Calculate the approved plans on what is known now; the same inputs are the same run."""
    said: list[Problem] = []

    def do() -> str:
        made = calculate_run(settings.WORKSPACE, acting_user=viewer_of(request).user)
        if made.run is None:
            said.extend(problem_of(one) for one in made.diagnostics if one.severity == "error")
            raise Refused("the plans cannot be calculated", "mend what is listed")
        return f"Run {made.run.run_id[:10]} is there" + ("" if made.is_new else "; the same inputs gave it before")

    problem = done_once(request, do)
    return _list(request, problem=problem, said=said) if problem else redirect("admin:runs")


@screen(*RUNNERS, title="Compare runs")
def compare(request: HttpRequest) -> HttpResponse:
    """Compare two runs: who gains and who loses, and by which cause, to the cent."""
    found = {one.run_id: one for one in Run.objects.order_by("-made_at")}
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before not in found or after not in found:
        raise Http404("there is no such run")
    sides = [opened_run(settings.WORKSPACE, found[one]) for one in (before, after)]
    made = difference(*(State(one.opened) for one in sides))
    payees = made.payees.to_dicts() if made.is_usable else []
    known = {
        "before": found[before],
        "after": found[after],
        "payees": payees,
        "causes": made.causes if made.is_usable else [],
        "totals": made.totals.to_dicts() if made.is_usable else [],
        "most": max([abs(row["difference"]) for row in payees], default=0),
        "problems": [problem_of(one) for one in made.diagnostics],
    }
    return render(request, "admin/compare.html", known)


def _list(request: HttpRequest, *, problem: Problem | None = None, said: list[Problem] | None = None) -> HttpResponse:
    found = list(Run.objects.select_related("batch").order_by("-made_at")[:MOST])
    newest = newest_run()
    known: dict[str, Any] = {
        "runs": found,
        "newest": newest.run_id if newest else "",
        "previous": found[1].run_id if len(found) > 1 else "",
        "can_make": viewer_of(request).is_any("admin"),
        "problem": problem,
        "problems": said or [],
    }
    return render(request, "admin/runs.html", known, status=409 if problem else 200)
