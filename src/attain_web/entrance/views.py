"""Signing in, signing out, and the page where somebody begins."""

from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from attain_web.access.screens import ANYBODY, SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.accounts.backend import LOCKED_FOR, MOST_FAILURES, forget_tries
from attain_web.accounts.models import Account
from attain_web.actions.entering.letting_in import done_by_others
from attain_web.actions.entering.sessions import remember_session
from attain_web.actions.entering.signing_in import record_sign_in
from attain_web.entrance.one_click import PEOPLE, is_allowed
from attain_web.shell.assets import contents
from attain_web.shell.navigation import home_of
from attain_web.shell.sending import Problem, tell

BACKEND = "attain_web.accounts.backend.ByPassword"


@screen(ANYBODY, title="Sign in")
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Show how to sign in."""
    return _sign_in_page(request)


@screen(ANYBODY, acts=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by password."""
    username = request.POST.get("username", "").strip()
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(account, Account):
        minutes = int(LOCKED_FOR.total_seconds() // 60)
        fix = f"Check both; after {MOST_FAILURES} wrong passwords an account is locked for {minutes} minutes"
        wrong = Problem("The username and password do not belong together, or the account is locked", fix)
        return _sign_in_page(request, problem=wrong, status=403)
    return _entered(request, account, "password")


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
    return _entered(request, account, "one click")


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


def _entered(request: HttpRequest, account: Account, way: str) -> HttpResponse:
    forget_tries(account)
    before = account.last_login
    login(request, account, backend=BACKEND)
    done = done_by_others(account.username, before) if before else []
    tell(request.session, f"Since you last signed in: {'; '.join(done)}" if done else "")
    record_sign_in(account.username, way=way)
    remember_session(
        request.session.session_key or "", account.username, way=way, browser=request.headers.get("User-Agent", "")
    )
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours and back.startswith("/") else "start")


def _sign_in_page(request: HttpRequest, *, problem: Problem | None = None, status: int = 200) -> HttpResponse:
    names = dict(Account.objects.filter(username__in=[o.username for o in PEOPLE]).values_list("username", "name"))
    people = [(one, names[one.username]) for one in PEOPLE if one.username in names] if is_allowed(request) else []
    known = {"people": people, "problem": problem, "next": request.GET.get("next", request.POST.get("next", ""))}
    known |= {"typed": request.POST.get("username", "")}
    return render(request, "entrance/sign_in.html", known, status=status)
