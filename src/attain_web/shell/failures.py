"""Pages for what goes wrong: no such page, a form whose protection ran out, and what nobody foresaw."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from attain_web.access.interrupted import is_from_here
from attain_web.accounts.models import Account
from attain_web.shell.again import late


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its protection, as one does that waited for longer than its session.

    One that came from a page of ours is shown again with all that was typed; another site's is not.
    """
    del reason
    if isinstance(getattr(request, "user", None), Account) and is_from_here(request) and request.POST:
        return late(request)
    return render(request, "shell/stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, or that it is not the reader's to see."""
    del exception
    return render(request, "shell/missing.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong that nobody foresaw; nothing is asked for it, because the database may be gone."""
    known = {name: request.COOKIES.get(name, "") for name in ("theme", "mask")}
    return HttpResponse(get_template("shell/failed.html").render(known), status=500)
