"""The pages of notices and of webhooks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import ENGINE
from attain_web.actions.typed import number_in
from attain_web.outbox.events import EVENTS
from attain_web.outbox.models import Delivery, Webhook
from attain_web.outbox.noticing import KINDS
from attain_web.outbox.registering import end_webhook, register_webhook
from attain_web.outbox.wishing import WEEKDAYS, change_wish, notices_of, read_notices, wish_of
from attain_web.shell.sending import Problem, done_once

MOST_DELIVERIES = 50


@screen(SIGNED_IN, title="Notices")
def notices(request: HttpRequest) -> HttpResponse:
    """Show what one was told, and what one wants to be told."""
    return _notices(request)


@screen(SIGNED_IN, acts=True)
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    problem = done_once(request, lambda: f"{read_notices(acting_user=viewer_of(request).user)} notices are read")
    return _notices(request, problem=problem) if problem else redirect("outbox:notices")


@screen(SIGNED_IN, acts=True)
def wish(request: HttpRequest) -> HttpResponse:
    """Say what one wants to be told, and how."""
    typed = request.POST

    def do() -> str:
        change_wish(
            acting_user=viewer_of(request).user,
            mail=typed.get("mail", ""),
            in_app=typed.getlist("in_app"),
            by_mail=typed.getlist("by_mail"),
            dashboard_on=number_in(typed.get("dashboard_on", "")),
        )
        return "What you want to be told is kept"

    problem = done_once(request, do)
    return _notices(request, problem=problem) if problem else redirect("outbox:notices")


@screen("admin", title="Webhooks")
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show where programs are told what happens, and what was told."""
    return _webhooks(request)


@screen("admin", acts=True)
def register(request: HttpRequest) -> HttpResponse:
    """Register a webhook; its secret is shown this once."""
    user, typed = viewer_of(request).user, request.POST

    def do() -> str:
        made = register_webhook(typed.get("url", "").strip(), typed.getlist("kinds"), acting_user=user)
        return f"Webhook {made.pk} is registered; its secret, shown this once, is {made.secret}"

    problem = done_once(request, do)
    return _webhooks(request, problem=problem) if problem else redirect("outbox:webhooks")


@screen("admin", acts=True)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Tell a webhook nothing more."""
    user = viewer_of(request).user
    problem = done_once(request, lambda: f"Webhook {end_webhook(number, acting_user=user).pk} is told nothing more")
    return _webhooks(request, problem=problem) if problem else redirect("outbox:webhooks")


def _notices(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    user = viewer_of(request).user
    wanted = wish_of(user)
    known: dict[str, Any] = {
        "rows": notices_of(user),
        "wish": wanted,
        "kinds": [(kind, kind in wanted.in_app, kind in wanted.by_mail) for kind in KINDS],
        "weekdays": list(enumerate(WEEKDAYS)),
        "problem": problem,
        "mail": request.POST.get("mail", wanted.mail),
    }
    return render(request, "outbox/notices.html", known, status=409 if problem else 200)


def _webhooks(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    known = {
        "hooks": Webhook.objects.using(ENGINE).order_by("-id"),
        "deliveries": Delivery.objects.using(ENGINE).select_related("webhook").order_by("-id")[:MOST_DELIVERIES],
        "events": EVENTS,
        "problem": problem,
        "url": request.POST.get("url", ""),
    }
    return render(request, "outbox/webhooks.html", known, status=409 if problem else 200)
