"""Pages for what goes wrong: no such page, a form whose protection ran out, and what nobody foresaw."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its protection, as one does that waited for longer than its session."""
    del reason
    return render(request, "shell/stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, or that it is not the reader's to see."""
    del exception
    return render(request, "shell/missing.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong that nobody foresaw."""
    return render(request, "shell/failed.html", status=500)
