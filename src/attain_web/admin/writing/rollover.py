"""Next year: what would be proposed, before anything is saved; its plans become drafts, its targets a sheet."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.rollover.proposing import Proposal, Wish, ending_year, propose_next_year
from attain_web.actions.rollover.saving import roll_over_plans
from attain_web.admin.grid.grids import stage_sheet
from attain_web.admin.plans import PLANNERS
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Figure, Table, words
from attain_web.shell.sending import Problem, done_once

MOST_SHOWN = 400


@screen(*PLANNERS, title="Next year")
def rollover(request: HttpRequest) -> HttpResponse:
    """Show what a rollover would propose: plans, targets, and what is left for somebody to do by hand."""
    return _shown(request, _wish(request.GET))


@screen("admin", acts=True)
def save_plans(request: HttpRequest) -> HttpResponse:
    """Save the plans of the next year as drafts; those that were saved before stay as they are."""
    wish = _wish(request.POST)

    def do() -> str:
        made = roll_over_plans(settings.WORKSPACE, wish, acting_user=viewer_of(request).user)
        names = ", ".join(one.plan for one in made.plans)
        return f"Saved as drafts: {names}; hand each in when it is ready" if names else "There is no plan to save"

    problem = done_once(request, do)
    return _shown(request, wish, problem=problem) if problem else redirect(_address(wish))


@screen("admin", acts=True)
def stage_targets(request: HttpRequest) -> HttpResponse:
    """Make a sheet with the targets of the next year, and show what it changes; nothing is loaded yet."""
    wish = _wish(request.POST)
    try:
        found = propose_next_year(settings.WORKSPACE, wish)
    except Refused as refused:
        return _shown(request, wish, problem=_problem(refused))
    if found.sheet is None:
        return _shown(request, wish, problem=Problem("The next year has no new targets", "See what was left, and why"))
    return redirect("admin:grid-preview", "targets", stage_sheet("targets", found.sheet))


def _wish(sent: Any) -> Wish:
    year = sent.get("year", "").strip()
    if not year:
        try:
            year = ending_year(settings.WORKSPACE)
        except Refused:
            year = ""
    return Wish(year, sent.get("factor", "") or "100%", sent.get("round_to", ""), continues=bool(sent.get("continues")))


def _address(wish: Wish) -> str:
    asked = {"year": wish.year, "factor": wish.factor, "round_to": wish.round_to}
    return f"{reverse('admin:rollover')}?{urlencode(asked | ({'continues': '1'} if wish.continues else {}))}"


def _problem(refused: Refused) -> Problem:
    return Problem(refused.what[:1].upper() + refused.what[1:], refused.fix[:1].upper() + refused.fix[1:])


def _shown(request: HttpRequest, wish: Wish, *, problem: Problem | None = None) -> HttpResponse:
    known: dict[str, Any] = {
        "trail": ((reverse("admin:plans"), "Plans"),),
        "wish": wish,
        "can_write": viewer_of(request).is_any("admin"),
    }
    try:
        found = propose_next_year(settings.WORKSPACE, wish)
    except Refused as refused:
        problem = problem or _problem(refused)
        return cards(request, "Next year", [], known | {"problem": problem}, template="admin/rollover.html", status=409)
    known |= {
        "problem": problem,
        "said": (f"What follows {found.years.old.name}",),
        "told_figures": _short(found),
        "has_plans": bool(found.plans),
        "has_targets": found.sheet is not None,
    }
    tables = [_plans(found), _left(found)]
    if found.targets is not None:
        tables.insert(1, _targets(found))
    status = 409 if problem else 200
    return cards(request, found.years.new.name, tables, known, template="admin/rollover.html", status=status)


def _short(found: Proposal) -> tuple[Figure, ...]:
    rows = found.targets
    return (
        Figure("Plans", str(len(found.plans)), note=f"{len(found.known)} saved before"),
        Figure("Targets", str(rows.rows.height if rows else 0), note=f"{rows.known_count if rows else 0} known before"),
        Figure("Left", str(len(found.left)), note="For somebody to do by hand"),
    )


def _plans(found: Proposal) -> Table:
    rows = [
        [
            Cell(one.plan, note=one.file),
            Cell(one.follows),
            Cell(", ".join(map(str, one.lines)) or "None"),
            Cell("; ".join(one.dropped) or "None"),
        ]
        for one in found.plans
    ]
    headings = words("Plan", "Follows", "Lines that still name the old year", "Examples that do not hold, left out")
    foot = f"Saved before: {', '.join(found.known)}." if found.known else ""
    return Table("plans", "Plans", headings, rows, foot=foot, empty="No approved plan ends with the year.")


def _targets(found: Proposal) -> Table:
    assert found.targets is not None
    frame = found.targets.rows
    rows = [[Cell(cell or "–") for cell in row] for row in frame.head(MOST_SHOWN).iter_rows()]
    headings = words(*[name.replace("_", " ").capitalize() for name in frame.columns])
    foot = f"{frame.height} rows."
    return Table("targets", "Targets", headings, rows, foot=foot, empty="No target of the year is rolled over.")


def _left(found: Proposal) -> Table:
    rows = [[Cell(one.name), Cell(one.why), Cell(one.fix)] for one in found.left]
    return Table("left", "Left", words("What", "Why", "What to do"), rows, empty="Everything was rolled over.")
