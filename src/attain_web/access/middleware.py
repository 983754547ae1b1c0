"""The door before every view: what declares nothing is shown to nobody, and nobody sees what is not for them."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.factors import has_no_factor, lacks_factor
from attain_web.access.interrupted import keep, own_page
from attain_web.access.problems import problem
from attain_web.access.screens import declared_by, has_way, is_api
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.actions.access import seeing
from attain_web.store.once import reading


class DeclaredScreens:
    """Asks the declaration of every view before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and let nothing of it be kept by browsers and proxies.

        What the application reads meanwhile is fenced by the database too: it shows the pay of whom the reader may see.
        """
        if isinstance(request.user, Account):
            with seeing(request.user.username), reading() if request.method in {"GET", "HEAD"} else nullcontext():
                answer = self.get_response(request)
        else:
            answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse, or ask to sign in, or let the view answer."""
        del args, kwargs
        if is_api(view):
            return _asked_by_program(request, view)
        if _holds_nul(request):
            return render(request, "shell/missing.html", status=400)
        declared = declared_by(view)
        if declared is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} does not say who may see it")
        if declared.is_open:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        viewer = viewer_of(request)
        if lacks_factor(request):
            return redirect("own-account")
        if declared.admits(viewer.roles):
            return None
        return render(request, "shell/forbidden.html", {"wanted": sorted(declared.roles)}, status=403)


def _asked_by_program(request: HttpRequest, view: Any) -> HttpResponse | None:
    """The same for an operation of the API: what declares nothing is shown to nobody."""
    declared = declared_by(view, request.method or "")
    if declared is not None and declared.is_open:
        return None
    if not request.user.is_authenticated:
        fix = "Send 'Authorization: Bearer TOKEN'; make a token with 'attain token'"
        return problem(401, "no token says who asks", fix, headers={"WWW-Authenticate": "Bearer"})
    if declared is None and not has_way(view, request.method or ""):
        return None  # a method that there is not is said by the address itself
    if has_no_factor(viewer_of(request)):
        return problem(403, "your role needs a second factor", "add one in the browser, under Your account")
    if declared is not None and declared.admits(viewer_of(request).roles):
        return None
    wanted = ", ".join(sorted(declared.roles)) if declared else "nobody, because it does not say for whom"
    return problem(403, f"this is not for {viewer_of(request).user}", f"it is for {wanted}")


def _holds_nul(request: HttpRequest) -> bool:
    """Whether a text of a request holds the one character that no text in the store may hold."""
    typed = [text for sent in (request.GET, request.POST) for _, texts in sent.lists() for text in texts]
    return any("\0" in text for text in [request.path, *typed])


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask to sign in, and come back; a part of a page sends the whole page there, and a form is kept meanwhile."""
    if request.method == "POST":
        if request.headers.get("HX-Request"):
            return render(request, "shell/signed_out.html")
        keep(request)
    back = request.get_full_path() if request.method == "GET" else own_page(request) or "/"
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer.headers["HX-Redirect"] = settings.LOGIN_URL
        return answer
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")
