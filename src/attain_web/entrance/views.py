"""Signing in, signing out, and the page where somebody begins."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import ANYBODY, SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.accounts.backend import LOCKED_FOR, MOST_FAILURES
from attain_web.accounts.models import Account
from attain_web.actions.entering.signing_in import record_lock
from attain_web.entrance.entering import come_in
from attain_web.entrance.one_click import PEOPLE, is_allowed
from attain_web.entrance.slowing import slowed
from attain_web.shell.assets import contents
from attain_web.shell.navigation import home_of
from attain_web.shell.sending import Problem


@screen(ANYBODY, title="Sign in")
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Show how to sign in."""
    return shown_sign_in(request)


@screen(ANYBODY, acts=True)
@slowed
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by password."""
    username = request.POST.get("username", "").strip()
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(account, Account):
        record_lock(username)
        minutes = int(LOCKED_FOR.total_seconds() // 60)
        fix = f"Check both; after {MOST_FAILURES} wrong passwords an account is locked for {minutes} minutes"
        wrong = Problem("The username and password do not belong together, or the account is locked", fix)
        return shown_sign_in(request, problem=wrong, status=403)
    return come_in(request, account, "password", back=request.POST.get("next", ""))


@screen(ANYBODY, acts=True)
def one_click(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demo."""
    if not is_allowed(request):
        raise Http404("there is no such page")
    known = {one.username for one in PEOPLE}
    named = Account.objects.filter(username=request.POST.get("username", ""), is_active=True)
    account = named.filter(username__in=known).first()
    if account is None:
        raise Http404("there is nobody of this name")
    return come_in(request, account, "one click", back=request.POST.get("next", ""))


@screen(ANYBODY, acts=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("sign-in")


@screen(SIGNED_IN, title="Start")
def start(request: HttpRequest) -> HttpResponse:
    """Go to where the reader's role begins."""
    return redirect(home_of(viewer_of(request).roles))


@screen(SIGNED_IN, title="Nothing yet")
def nothing(request: HttpRequest) -> HttpResponse:
    """Say that somebody without a role sees nothing yet."""
    return render(request, "entrance/nothing.html")


@screen(ANYBODY)
def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a file of the application; its address changes with what is in it, so that it may be kept for a year."""
    found = contents().get(name)
    if found is None:
        raise Http404("there is no such file")
    answer = HttpResponse(found[0], content_type=found[1])
    answer.headers["Cache-Control"] = f"public, max-age={31_536_000 if request.META['QUERY_STRING'] else 86_400}"
    return answer


@screen(ANYBODY)
def alive(request: HttpRequest) -> HttpResponse:
    """Answer to whoever asks whether the server does."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


def shown_sign_in(request: HttpRequest, *, problem: Problem | None = None, status: int = 200) -> HttpResponse:
    """Show the sign-in page, after something was refused too."""
    names = dict(Account.objects.filter(username__in=[o.username for o in PEOPLE]).values_list("username", "name"))
    people = [(one, names[one.username]) for one in PEOPLE if one.username in names] if is_allowed(request) else []
    known = {"people": people, "problem": problem, "next": request.GET.get("next", request.POST.get("next", ""))}
    known |= {
        "provider": settings.OIDC_NAME if settings.OIDC_URL and settings.OIDC_CLIENT else "",
        "provider_id": settings.OIDC_ID,
    }
    known |= {"typed": request.POST.get("username", "")}
    return render(request, "entrance/sign_in.html", known, status=status)
