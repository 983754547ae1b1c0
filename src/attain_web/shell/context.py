"""What every page knows: who looks, where they can go, in which locale and theme, and what was just done."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from attain_web.access.interrupted import KEPT, kept_for
from attain_web.access.screens import declared_by
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE
from attain_web.figures.workspace import workspace_now
from attain_web.shell.navigation import LIVE, sections_for, tabs_for
from attain_web.shell.numbers import locale_for
from attain_web.shell.sending import SAID
from attain_web.store.models import Run

READ_AGAIN = "X-Read-Again"  # an open page reads itself; what was just done is said on the page that comes after it


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the names that every template has."""
    known: dict[str, Any] = {
        "locale": locale_for(request),
        "exports": _exports(request),
        "calculated_at": _calculated_at,
        "theme": request.COOKIES.get("theme", ""),
        "mask": request.COOKIES.get("mask", ""),
        "workspace": workspace_now(settings.WORKSPACE),
        "names": {},
    }
    if not isinstance(getattr(request, "user", None), Account):
        return known
    viewer = viewer_of(request)
    match = request.resolver_match
    declared = declared_by(match.func) if match else None
    return known | {
        "viewer": viewer,
        "sections": sections_for(viewer.roles),
        "tabs": tabs_for(viewer.roles),
        "route": match.view_name if match else "",
        "live": LIVE.get(match.view_name, "") if match else "",
        "screen_title": declared.title if declared else "",
        "interrupted": KEPT in request.session and kept_for(request, viewer.user) is not None,
        "told": "" if READ_AGAIN in request.headers else request.session.pop(SAID, ""),
        "names": known["workspace"].names,
    }


def _calculated_at() -> datetime | None:
    """Return when something was calculated last; asked for by pages that do not say it themselves."""
    return Run.objects.using(ENGINE).order_by("-made_at").values_list("made_at", flat=True).first()


def _exports(request: HttpRequest) -> str:
    """Return the address of a page's tables as a workbook; what else the address says stays."""
    asked = request.GET.copy()
    asked.pop("table", None)
    asked["as"] = "xlsx"
    return f"{request.path}?{asked.urlencode()}"
