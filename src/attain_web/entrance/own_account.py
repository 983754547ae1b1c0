"""One's own account: its password, its e-mail address, and its second factors."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.factors import BEGAN, SECOND
from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.actions.acting import Refused
from attain_web.actions.entering.factors import codes_left, factors_of, roles_with_factor
from attain_web.actions.entering.own import accept_address, change_address, change_password
from attain_web.actions.entering.sessions import remember_session
from attain_web.actions.entering.signing_in import record_lock
from attain_web.actions.entering.tokens import end_token, make_token, tokens_of
from attain_web.entrance.entering import BACKEND, confirmed
from attain_web.shell.sending import Problem, done_once, tell

NOT_YOU = Refused("this is not your password, or the account is locked", "write it again")


@screen(SIGNED_IN, title="Your account")
def own_account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    return shown_account(request)


@screen(SIGNED_IN, acts=True)
def change_own_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; one signs out everywhere else."""
    account, sent = viewer_of(request).account, request.POST

    def do() -> str:
        refuse_others(request)
        if sent.get("password", "") != sent.get("again", ""):
            raise Refused("the two passwords are not the same", "write it twice")
        kept = {name: request.session.get(name) for name in (SECOND, BEGAN)}
        changed = change_password(sent.get("password", ""), acting_user=account.username)
        request.session.cycle_key()
        login(request, changed, backend=BACKEND)
        request.session.update(kept)
        browser = request.headers.get("User-Agent", "")
        remember_session(request.session.session_key or "", account.username, way="password", browser=browser)
        return "Your password is changed; you are signed out everywhere else"

    return done(request, do)


@screen(SIGNED_IN, acts=True)
def change_own_address(request: HttpRequest) -> HttpResponse:
    """Say where letters go."""
    mail = request.POST.get("mail", "").strip()

    def do() -> str:
        refuse_others(request)
        counts = change_address(mail, acting_user=viewer_of(request).user)
        return f"Letters to you go to {mail}" if counts else f"A letter went to {mail}; open the link in it"

    return done(request, do)


@screen(SIGNED_IN)
def own_address(request: HttpRequest, token: str) -> HttpResponse:
    """Take an address that answered."""
    try:
        accept_address(token, acting_user=viewer_of(request).user)
    except Refused as refused:
        return shown_account(request, Problem(refused.what[:1].upper() + refused.what[1:], refused.fix))
    tell(request.session, "Letters to you go to your new address")
    return redirect("own-account")


@screen(SIGNED_IN, acts=True)
def change_own_tokens(request: HttpRequest) -> HttpResponse:
    """Make a token for oneself, shown once, or end one."""
    user, sent = viewer_of(request).user, request.POST

    def do() -> str:
        refuse_others(request)
        if sent.get("step") == "end":
            end_token(sent.get("prefix", ""), acting_user=user)
            return "The token has ended"
        days, only_reads = sent.get("days", ""), sent.get("only_reads") == "on"
        count = int(days) if days.isdecimal() and len(days) < 6 else 0
        made = make_token(user, acting_user=user, name=sent.get("name", ""), days=count, only_reads=only_reads)
        return f"Your token, shown this once, is {made}"

    return done(request, do)


def refuse_others(request: HttpRequest) -> None:
    """Let nobody change an account by a session that somebody left open.

    Raises:
        Refused: they do not say again who they are.
    """
    if not confirmed(request, viewer_of(request).account, request.POST.get("confirm", "")):
        record_lock(viewer_of(request).user)
        raise NOT_YOU


def asked_again(account: Account) -> str:
    """Return by what somebody says again who they are; empty where a fresh session is enough."""
    return "password" if account.has_usable_password() else "code" if factors_of(account) else ""


def done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    """Do what a form of the account asks, and show the account."""
    problem = done_once(request, do)
    return shown_account(request, problem) if problem else redirect("own-account")


def shown_account(request: HttpRequest, problem: Problem | None = None) -> HttpResponse:
    """Show the account, after something was refused too."""
    account = viewer_of(request).account
    factors = factors_of(account)
    known: dict[str, Any] = {
        "account": account,
        "factors": [(one, one.data.get("name", "")) for one in factors],
        "codes_left": codes_left(account),
        "has_app": any(one.type == "totp" for one in factors),
        "asks": asked_again(account),
        "is_required": bool(roles_with_factor() & viewer_of(request).roles),
        "lacks": not request.session.get(SECOND) and bool(roles_with_factor() & viewer_of(request).roles),
        "tokens": [one for one in tokens_of(account.username) if one.is_good],
        "problem": problem,
    }
    return render(request, "entrance/account.html", known, status=409 if problem else 200)
