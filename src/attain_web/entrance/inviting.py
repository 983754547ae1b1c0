"""Links to choose a password by: asked for by whoever forgot theirs, and opened by whoever was sent one."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import ANYBODY, screen
from attain_web.accounts.models import Account
from attain_web.actions.acting import Refused
from attain_web.actions.entering.links import NO_LINK, SHOWN, ask_for_oneself, choose_password, good_link
from attain_web.entrance.slowing import slowed
from attain_web.shell.sending import Problem


@screen(ANYBODY, title="Invitation")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password."""
    return _shown(request, token)


@screen(ANYBODY, acts=True)
@slowed
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the password, and let them sign in."""
    sent = request.POST
    password = sent.get("password", "")
    if password != sent.get("again", ""):
        return _shown(request, token, Problem("The two passwords are not the same", "Write it twice"))
    try:
        choose_password(token, password, code=sent.get("code", ""), mail=sent.get("mail", ""))
    except Refused as refused:
        return _shown(request, token, Problem(refused.what[:1].upper() + refused.what[1:], refused.fix))
    return redirect("sign-in")


@screen(ANYBODY, title="Password forgotten")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is who forgot their password."""
    return render(request, "entrance/forgotten.html", {"has_mail": bool(settings.EMAIL_HOST)})


@screen(ANYBODY, acts=True)
@slowed
def send_forgotten(request: HttpRequest) -> HttpResponse:
    """Send them a link; the answer is the same whoever they are."""
    ask_for_oneself(request.POST.get("who", "").strip())
    return render(request, "entrance/forgotten.html", {"has_mail": bool(settings.EMAIL_HOST), "is_sent": True})


def _shown(request: HttpRequest, token: str, problem: Problem | None = None) -> HttpResponse:
    found = good_link(token)
    if found is None:
        raise Http404(NO_LINK)
    known = {
        "account": Account.objects.get(username=found.username),
        "token": token,
        "needs_code": bool(found.code_hash),
        "asks_mail": found.about == SHOWN,
        "typed": request.POST,
        "problem": problem,
    }
    answer = render(request, "entrance/invitation.html", known, status=409 if problem else 200)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
