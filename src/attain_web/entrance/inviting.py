"""Accepting an invitation: whoever has the link chooses the password of the account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import ANYBODY, screen
from attain_web.actions.acting import Refused
from attain_web.actions.entering.inviting import accept_invitation, invited
from attain_web.shell.sending import Problem


@screen(ANYBODY, title="Invitation")
def invitation(request: HttpRequest, username: str, token: str) -> HttpResponse:
    """Ask for a password."""
    return _shown(request, username, token)


@screen(ANYBODY, acts=True)
def accept(request: HttpRequest, username: str, token: str) -> HttpResponse:
    """Keep the password, and let them sign in."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return _shown(request, username, token, Problem("The two passwords are not the same", "Write it twice"))
    try:
        accept_invitation(username, token, password)
    except Refused as refused:
        return _shown(request, username, token, Problem(refused.what[:1].upper() + refused.what[1:], refused.fix))
    return redirect("sign-in")


def _shown(request: HttpRequest, username: str, token: str, problem: Problem | None = None) -> HttpResponse:
    found = invited(username, token)
    if found is None:
        raise Http404("this invitation was used, or is too old")
    known = {"account": found, "token": token, "problem": problem}
    answer = render(request, "entrance/invitation.html", known, status=409 if problem else 200)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
