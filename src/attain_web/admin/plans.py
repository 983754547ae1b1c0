"""Plans: their versions and states, the text with its examples running while one writes, curves, and what changed."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from attain.diagnostics import Diagnostic, has_errors
from attain.questions.checking import Checked, check_file
from attain.questions.curves.as_svg import as_svg
from attain.questions.showing import Shown, show_file
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions import planning
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.terms import own_paid_by
from attain_web.actions.stepping import Wanted
from attain_web.admin.staging import trial
from attain_web.admin.writing.forms import NotAValue, sections_of, with_value
from attain_web.figures.steps import history_of, possible_steps
from attain_web.shell.sending import Problem, done_once, moved_on, problem_of
from attain_web.store.models import PlanVersion

PLANNERS = ("admin", "finance", "leader", "auditor")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
LARGEST_TEXT = 500_000
FIELD = "value:"


@screen(*PLANNERS, title="Plans")
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans with their versions, the newest first."""
    return _list(request)


@screen("admin", acts=True)
def save_all(request: HttpRequest) -> HttpResponse:
    """Save the plans that stand in the workspace's folder; with errors nothing is saved."""
    found: list[Diagnostic] = []

    def do() -> str:
        saved = planning.save_plans(settings.WORKSPACE, acting_user=viewer_of(request).user)
        if has_errors(saved.diagnostics):
            found.extend(saved.diagnostics)
            raise Refused("the plans have errors, and nothing was saved", "mend what is listed")
        return f"Saved: {', '.join(saved.new)}" if saved.new else "Every plan is a version already"

    problem = done_once(request, do)
    return _list(request, problem=problem, found=found) if problem else redirect("admin:plans")


def _list(
    request: HttpRequest, *, problem: Problem | None = None, found: list[Diagnostic] | None = None
) -> HttpResponse:
    known: dict[str, list[tuple[PlanVersion, str]]] = {}
    for one in PlanVersion.objects.order_by("plan", "-saved_at"):
        known.setdefault(one.plan, []).append((one, planning.state_of(one)))
    shown = {
        "plans": known,
        "can_write": viewer_of(request).is_any("admin"),
        "problem": problem,
        "problems": [problem_of(one) for one in found or []],
    }
    return render(request, "admin/plans.html", shown, status=409 if problem else 200)


@screen(*PLANNERS, title="Plan")
def plan(request: HttpRequest, digest: str) -> HttpResponse:
    """Show a version: its text, what its examples say, its curves, and what changed since the approved one."""
    return _shown(request, version_of(digest))


@screen("admin", acts=True)
def check(request: HttpRequest, digest: str) -> HttpResponse:
    """Check a text while it is written: diagnostics at line and column, examples, and curves; nothing is saved."""
    version = version_of(digest)
    known = _checked(version.file, request.POST.get("text", "")) | {
        "version": version,
        "can_write": True,
        "is_check": True,
    }
    return render(request, "admin/checked.html", known)


@screen("admin", acts=True)
def set_value(request: HttpRequest, digest: str) -> HttpResponse:
    """Change one value of a text, as its field says; nothing is saved, and the rest of the text stays as it is."""
    version, text = version_of(digest), _text(request)
    name = request.headers.get("HX-Trigger-Name", "") or request.POST.get("changed", "")
    known: dict[str, Any] = {"version": version, "can_write": True, "is_check": True}
    try:
        text = with_value(text, name.removeprefix(FIELD), request.POST.get(name, ""))
    except NotAValue as why:
        known["not_a_value"] = _sentence(str(why))
    return render(request, "admin/editor.html", known | {"text": text} | _checked(version.file, text))


@screen("admin", acts=True)
def save(request: HttpRequest, digest: str) -> HttpResponse:
    """Save a text as a new version; with errors nothing is saved, and what was written stays in the editor."""
    version, text = version_of(digest), _text(request)
    made: list[str] = []
    found: list[Diagnostic] = []

    def do() -> str:
        with trial(settings.WORKSPACE, {version.file: text.encode()}) as folder:
            saved = planning.save_plans(folder, acting_user=viewer_of(request).user)
        if has_errors(saved.diagnostics):
            found.extend(saved.diagnostics)
            raise Refused("the plan has errors, and nothing was saved", "mend what is listed beside the text")
        made.append(saved.hashes.get(version.plan, version.hash))
        if version.plan not in saved.new:
            return "This text is a version already; nothing was saved"
        return f"A new version of {version.plan} is saved; hand it in when it is ready"

    problem = done_once(request, do)
    if problem is not None:
        return _shown(request, version, problem=problem, text=text)
    return redirect("admin:plan", made[0] if made else digest)


@screen(*PLANNERS, acts=True)
def act(request: HttpRequest, digest: str) -> HttpResponse:
    """Submit, approve, reject or retire a version; nobody approves what they wrote."""
    version = version_of(digest)
    asked = request.POST.get("step", "")

    def do() -> str:
        if asked not in {"submit", "approve", "reject", "retire"}:
            raise Refused(f"there is no step '{asked}'", "choose one of the buttons")
        note = request.POST.get("reason", "")
        planning.move_plan(version.hash, asked, acting_user=viewer_of(request).user, note=note)
        return f"{version.plan} is {planning.state_of(version).replace('_', ' ')}"

    last = planning.version_thing(version).last
    problem = moved_on(request, last.number if last else 0) or done_once(request, do)
    if problem is not None:
        return _shown(request, version, problem=problem, typed=request.POST)
    return redirect("admin:plan", digest)


def version_of(digest: str) -> PlanVersion:
    """Find a version of a plan.

    Raises:
        Http404: there is none.
    """
    found = PlanVersion.objects.filter(hash=digest).first()
    if found is None:
        raise Http404("there is no such version of a plan")
    return found


def _versions(plan: str) -> list[PlanVersion]:
    return list(PlanVersion.objects.filter(plan=plan).order_by("-saved_at"))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")[:LARGEST_TEXT].replace("\r\n", "\n")


def _shown(
    request: HttpRequest,
    version: PlanVersion,
    *,
    problem: Problem | None = None,
    text: str | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    thing, viewer = planning.version_thing(version), viewer_of(request)
    last, own = thing.last, own_paid_by(settings.WORKSPACE, version, viewer.user)
    approved = next((one for one in planning.approved_plans() if one.plan == version.plan), None)
    against = request.GET.get("against", "")
    other = next((one for one in _versions(version.plan) if one.hash == against), approved)
    known = {
        "version": version,
        "state": thing.state,
        "possible": [
            one
            for one in possible_steps(thing, Wanted("", viewer.user, subjects=own))
            if one.step.action in {"submit", "approve", "reject", "retire"}
        ],
        "history": history_of(thing),
        "seen": last.number if last else 0,
        "text": version.text if text is None else text,
        "can_write": viewer.is_any("admin"),
        "diff": _diff(other, version) if other and other.hash != version.hash else [],
        "other": other,
        "others": [one for one in _versions(version.plan) if one.hash != version.hash],
        "problem": problem,
        "typed": typed or {},
        **_checked(version.file, version.text if text is None else text),
    }
    return render(request, "admin/plan.html", known, status=409 if problem else 200)


def _checked(file: str, text: str) -> dict[str, Any]:
    """Check a text in the place of its file, and draw what can be drawn."""
    with trial(settings.WORKSPACE, {file: text.replace("\r\n", "\n").encode()}) as folder:
        path = Path(folder, file)
        checked, shown = check_file(path), show_file(path)
    return {
        "found": [_problem(one) for one in checked.diagnostics],
        "examples": _examples(checked),
        "curves": _curves(shown),
        "sections_read": shown.sections,
        "missing": shown.missing,
        "form_sections": sections_of(text.replace("\r\n", "\n")),
    }


def _examples(checked: Checked) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "holds": one.holds, "line": one.place.line, "said": [d.what for d in one.differences]}
        for one in checked.examples
    ]


def _problem(found: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic with its place in the text."""
    shown = problem_of(found)
    where = f"line {found.where.line}, column {found.where.column}" if found.where.line else found.where.file
    return {"severity": found.severity, "code": shown.code, "where": where, "what": found.what, "fix": found.fix}


def _curves(shown: Shown) -> list[SafeString]:
    """Draw each curve; its own style sheet is taken out, because pages bring theirs."""
    return [SafeString(STYLE.sub("", as_svg([picture]))) for picture in shown.pictures]


def _diff(before: PlanVersion, after: PlanVersion) -> list[tuple[str, str]]:
    """Return the lines that changed, with three around them, each with its look."""
    looks = {"+": "add", "-": "cut", "@": "at"}
    lines = difflib.unified_diff(before.text.splitlines(), after.text.splitlines(), lineterm="", n=3)
    return [(looks.get(line[:1], ""), line) for line in list(lines)[2:]]
