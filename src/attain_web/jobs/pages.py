"""The page of jobs: what is under way and how far, what is over and what came of it, and what can be asked for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.jobs.asking import ask_job, cancel_job, file_of, jobs_of, try_again
from attain_web.jobs.kinds import KINDS
from attain_web.jobs.models import Job
from attain_web.shell.sending import Problem, done_once

ASKERS = ("admin", "finance", "leader")
MOST = 50


@screen(*ASKERS, title="Jobs")
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs, the newest first, and offer what can be asked for."""
    return _shown(request)


@screen(*ASKERS, acts=True)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a job."""

    def do() -> str:
        kind = request.POST.get("kind", "")
        said = {name: request.POST.get(name, "") for name in ("period_id", "pay_run_id", "plan")}
        made = ask_job(kind, said, acting_user=viewer_of(request).user)
        return f"Job {made.job_no} waits for the worker: {KINDS[kind].title}"

    problem = done_once(request, do)
    return _shown(request, problem=problem) if problem else redirect("jobs:jobs")


@screen(*ASKERS, acts=True)
def act(request: HttpRequest, job_no: int) -> HttpResponse:
    """Cancel a job, or try it again."""
    user, asked = viewer_of(request).user, request.POST.get("step", "")

    def do() -> str:
        if asked == "cancel":
            found = cancel_job(job_no, acting_user=user)
            return f"Job {job_no} is cancelled" if found.is_over else f"Job {job_no} ends as soon as it can"
        if asked != "again":
            raise Refused(f"there is no step '{asked}'", "choose one of the buttons")
        return f"Job {try_again(job_no, acting_user=user).job_no} tries it again"

    problem = done_once(request, do)
    return _shown(request, problem=problem) if problem else redirect("jobs:jobs")


@screen(*ASKERS)
def download(request: HttpRequest, job_no: int) -> HttpResponse:
    """Give the file that a job made."""
    try:
        found = file_of(job_no, acting_user=viewer_of(request).user)
    except Refused as refused:
        raise Http404(refused.what) from None
    answer = HttpResponse(bytes(found.content), content_type=found.kind)
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in found.name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer


def said_of(job: Job) -> str:
    """Say in a word where a job is."""
    return "working" if not job.is_over and hasattr(job, "progress") else job.state


def _shown(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    found = list(jobs_of(viewer.user).select_related("file")[:MOST])
    rows = [_row(one, viewer.user) for one in found]
    known: dict[str, Any] = {
        "rows": rows,
        "is_under_way": any(not one.is_over for one in found),
        "kinds": [(name, kind) for name, kind in KINDS.items() if kind.roles & viewer.roles],
        "problem": problem,
        "typed": request.POST,
    }
    name = "jobs/list.html" if request.headers.get("HX-Request") and request.method == "GET" else "jobs/jobs.html"
    return render(request, name, known, status=409 if problem else 200)


def _row(one: Job, user: str) -> dict[str, Any]:
    state = said_of(one)
    progress = getattr(one, "progress", None)
    return {
        "one": one,
        "title": KINDS[one.kind].title,
        "about": ", ".join(one.said.values()),
        "state": state,
        "progress": progress if state == "working" else None,
        "tries": progress.try_count if progress else 0,
        "can_cancel": not one.is_over and not one.is_unwanted,
        "can_try_again": one.state in {"failed", "cancelled"},
        "has_file": hasattr(one, "file") and one.asked_by == user,
    }
