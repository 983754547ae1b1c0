"""A form that came too late, shown once more with all that was typed, to be looked at and sent again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.interrupted import Interrupted, forget, kept_for, of_request
from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of

LONG = 60


@dataclass(frozen=True)
class Typed:
    """A field that is shown again: its name, its text, and whether it is long, or only goes along."""

    name: str
    text: str
    is_long: bool
    is_hidden: bool


@screen(SIGNED_IN, title="Typed before")
def again(request: HttpRequest) -> HttpResponse:
    """Show what was typed before the session ended."""
    found = kept_for(request, viewer_of(request).user)
    if found is None:
        return redirect("start")
    return shown(request, found)


@screen(SIGNED_IN, acts=True)
def drop(request: HttpRequest) -> HttpResponse:
    """Forget what was typed before the session ended."""
    forget(request)
    return redirect("start")


def shown(request: HttpRequest, found: Interrupted, status: int = 200) -> HttpResponse:
    """Show a form again; it carries what its reader had seen, so that a stale one changes nothing."""
    fields = [
        Typed(name, text, len(text) > LONG or "\n" in text, name in {"seen", "step"} or name.endswith("_id"))
        for name, text in found.fields
    ]
    return render(request, "shell/again.html", {"found": found, "fields": fields}, status=status)


def late(request: HttpRequest) -> HttpResponse:
    """Show the form of a request again, whose protection ran out."""
    return shown(request, of_request(request), 403)
