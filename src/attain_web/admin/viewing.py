"""View as a payee: their home as they see it, read only, after a reason that the audit keeps; and the settings."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.entering.viewing import view_as_payee
from attain_web.figures.workspace import config_of_now, workspace_now
from attain_web.payee.home import home_of
from attain_web.payee.periods import asked_of
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Table, words, writer_of
from attain_web.shell.sending import Problem, done_once

LOOKERS = ("admin", "auditor")
READERS = ("admin", "finance", "leader", "auditor", "system_admin")
LOOKED_AT = "looked_at_as"


@screen(*LOOKERS, title="View as a payee")
def view_as(request: HttpRequest, payee_id: str) -> HttpResponse:
    """Show a payee's home as they see it, once the reader has said why they look."""
    return _shown(request, payee_id)


@screen(*LOOKERS, acts=True)
def begin_view(request: HttpRequest, payee_id: str) -> HttpResponse:
    """Say why one looks; from then on the payee's home is shown in this session."""

    def do() -> str:
        view_as_payee(payee_id, acting_user=viewer_of(request).user, reason=request.POST.get("reason", ""))
        request.session[LOOKED_AT] = [*request.session.get(LOOKED_AT, []), payee_id][-20:]
        return "The audit says that you looked, and why"

    if payee_id not in workspace_now(settings.WORKSPACE).titles:
        raise Http404("there is no such payee")
    problem = done_once(request, do)
    return (
        _shown(request, payee_id, problem=problem, typed=request.POST)
        if problem
        else redirect("admin:view-as", payee_id)
    )


def _shown(
    request: HttpRequest, payee_id: str, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    now = workspace_now(settings.WORKSPACE)
    if payee_id not in now.titles:
        raise Http404("there is no such payee")
    if payee_id in request.session.get(LOOKED_AT, []) and problem is None:
        asked = asked_of(request, payee_id)
        known = home_of(asked) if asked else {}
        return render(
            request,
            "payee/home.html" if asked else "payee/nothing.html",
            known | {"viewing_as": payee_id, "screen_title": f"As {now.names.get(payee_id, payee_id)}"},
        )
    known = {"payee_id": payee_id, "problem": problem, "typed": typed or {}, "heading": "View as a payee"}
    return render(request, "admin/view_as.html", known, status=409 if problem else 200)


@screen(*READERS, title="Settings")
def all_settings(request: HttpRequest) -> HttpResponse:
    """Show what the workspace says of itself, and what holds for the application; both are files, changed as files."""
    now, config = workspace_now(settings.WORKSPACE), config_of_now(settings.WORKSPACE)
    write = writer_of(request, now.currency, now.names)
    known = {
        "said": (f"Batch {now.batch_no}" if now.batch_no else "Nothing is loaded", write.instant(now.loaded_at).words),
        "doors": ((reverse("admin:people"), "shield", "Who may do what"), (reverse("admin:audit"), "search", "Audit")),
    }
    rows = [
        ("Name", now.name, "attain.yaml, name"),
        ("Currency", now.currency, "attain.yaml, currency"),
        ("Today", write.day(now.today).words, "attain.yaml, today; without it the calendar's"),
        ("Time zone", str(config.time_zone) if config else "–", "attain.yaml, time_zone"),
        ("Demo", "Yes, one click signs in" if now.is_demo else "No", "attain.yaml, demo"),
        ("Tables", ", ".join(sorted(str(name) for name in config.sources)) if config else "–", "attain.yaml, sources"),
        ("Open deals", now.won.open_where if now.won else "Nothing says which are", "attain.yaml, tracker"),
    ]
    secure = [
        ("Host names", ", ".join(settings.ALLOWED_HOSTS), "ATTAIN_HOSTS"),
        ("Behind TLS", "Yes: cookies are secure" if settings.IS_BEHIND_TLS else "No", "ATTAIN_TLS"),
        ("Database", "Your PostgreSQL" if settings.DATABASE_URL else "The embedded PostgreSQL", "DATABASE_URL"),
        ("A session ends after", f"{settings.SESSION_COOKIE_AGE // 3600} hours", ""),
        ("Largest form", f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB", ""),
    ]
    tables = [
        _settings("workspace", "The workspace", rows, "Changed in attain.yaml, and loaded with the next batch"),
        _settings("server", "The server", secure, "Changed in the environment; 'attain doctor' checks them"),
    ]
    return cards(request, "Settings", tables, known)


def _settings(key: str, title: str, rows: list[tuple[str, str, str]], subtitle: str) -> Table:
    shown = [[Cell(name), Cell(said or "–"), Cell(where, tone="mono")] for name, said, where in rows]
    return Table(key, title, words("Setting", "Is", "Where it is said"), shown, subtitle=subtitle)
