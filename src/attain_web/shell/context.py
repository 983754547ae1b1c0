"""What every page knows: who looks, where they can go, in which locale and theme, and what was just done."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from attain_web.access.screens import declared_by
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.figures.workspace import workspace_now
from attain_web.shell.navigation import LIVE, sections_for, tabs_for
from attain_web.shell.numbers import locale_of
from attain_web.shell.sending import SAID


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the names that every template has."""
    known: dict[str, Any] = {
        "locale": locale_of(request.headers.get("Accept-Language", "")),
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
        "told": request.session.pop(SAID, ""),
        "names": known["workspace"].names,
    }
