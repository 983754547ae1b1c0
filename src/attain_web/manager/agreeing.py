"""Acceptances: who is on which plan, whether they accepted it with their target, and asking those who have not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from attain_web.access.screens import screen
from attain_web.access.viewer import Viewer, viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.acceptances import Acceptance, acceptances, ask_acceptances
from attain_web.actions.people import on_day
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Figure, Table, Writer, words, writer_of
from attain_web.shell.sending import Problem, done_once

READERS = ("manager", "admin", "finance", "leader", "auditor")
WORDS = {"new": "Not asked"}
LOOKS = {"accepted": ("ok", "check"), "declined": ("bad", "cross"), "asked": ("go", "clock")}


@screen(*READERS, title="Acceptances")
def all_acceptances(request: HttpRequest) -> HttpResponse:
    """Show whether everybody accepted plan and target as they hold now."""
    return _shown(request)


@screen("manager", "admin", acts=True)
def ask(request: HttpRequest) -> HttpResponse:
    """Publish plans and targets to those who were not asked yet, for them to accept."""
    viewer = viewer_of(request)

    def do() -> str:
        seen = _seen(viewer, acceptances(settings.WORKSPACE)) - frozenset(viewer.payees)
        if not seen:
            raise Refused("nobody whose pay you may see is on an approved plan", "approve a plan first")
        made = ask_acceptances(settings.WORKSPACE, acting_user=viewer.user, payees=seen)
        return f"{len(made)} asked" if made else "Everybody was asked already"

    problem = done_once(request, do)
    return _shown(request, problem=problem) if problem else redirect("manager:acceptances")


def _shown(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    viewer, now = viewer_of(request), workspace_now(settings.WORKSPACE)
    write = writer_of(request, now.currency, now.names)
    try:
        found = acceptances(settings.WORKSPACE)
    except Refused as refused:
        found, problem = [], problem or Problem(refused.what[:1].upper() + refused.what[1:], refused.fix)
    seen = _seen(viewer, found)
    rows = [one for one in found if one.terms.payee_id in seen]
    done = sum(one.is_accepted for one in rows)
    known = {
        "told_figures": (Figure("Accepted", f"{done} of {len(rows)}", note="Plan and target as they hold now"),),
        "can_ask": viewer.is_any("manager", "admin"),
        "problem": problem,
    }
    return cards(
        request,
        "Acceptances",
        [_table(rows, write)],
        known,
        template="manager/acceptances.html",
        status=409 if problem else 200,
    )


def _seen(viewer: Viewer, found: list[Acceptance]) -> frozenset[str]:
    """Return whose plan and targets of today somebody may see: of their team as it is, and not as it was."""
    today = on_day(workspace_now(settings.WORKSPACE).today)
    return frozenset(payee for payee, _ in viewer.seen_on((one.terms.payee_id, today) for one in found))


def _table(rows: list[Acceptance], write: Writer) -> Table:
    shown = [
        [
            write.person(one.terms.payee_id),
            Cell(one.terms.plan.replace("_", " "), note=one.terms.plan_hash[:12]),
            Cell(f"{len(one.terms.targets)} rows", note=one.terms.targets_hash[:12]),
            Cell(
                "",
                chip=(
                    *LOOKS.get(one.state, ("", "ring")),
                    "Not asked" if one.state == "new" else one.state.capitalize(),
                ),
                note=one.reason,
            ),
            write.instant(one.step.at if one.step else None),
        ]
        for one in sorted(rows, key=lambda one: (one.is_accepted, one.terms.payee_id, one.terms.plan))
    ]
    columns = words("Person", "Plan", "Targets", "Is", "Since")
    return Table("acceptances", "Plan and target", columns, shown, empty="Nobody is on an approved plan.")
