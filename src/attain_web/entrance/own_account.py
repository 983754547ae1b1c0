"""One's own account: its password, its e-mail address, and its second factors."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.factors import SECOND
from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.actions.acting import Refused
from attain_web.actions.entering.factors import codes_left, factors_of, roles_with_factor
from attain_web.actions.entering.own import accept_address, change_address, change_password
from attain_web.actions.entering.sessions import remember_session
from attain_web.actions.entering.signing_in import record_lock
from attain_web.actions.entering.tokens import end_token, make_token, tokens_of
from attain_web.actions.typed import number_in
from attain_web.entrance.entering import confirmed
from attain_web.entrance.slowing import slowed
from attain_web.shell.sending import Problem, done_once, tell, was_sent

NOT_YOU = Problem("This is not your password, or the account is locked", "Write it again")
NOT_WHOLLY_IN = Problem(
    "You signed in here without your second factor, or before you had one", "Sign out, and sign in with it"
)


@screen(SIGNED_IN, title="Your account")
def own_account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    return shown_account(request)


@screen(SIGNED_IN, acts=True)
@slowed
def change_own_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; one signs out everywhere else.

    The session begins anew only once every other one has ended: it is kept by another connection, which would wait for
    the one that ends them.
    """
    user, sent, changed = viewer_of(request).user, request.POST, list[Account]()

    def do() -> str:
        if sent.get("password", "") != sent.get("again", ""):
            raise Refused("the two passwords are not the same", "write it twice")
        changed.append(change_password(sent.get("password", ""), acting_user=user))
        return "Your password is changed; you are signed out everywhere else"

    problem = done_by_owner(request, do)
    if problem is not None:
        return shown_account(request, problem)
    update_session_auth_hash(request, changed[0])
    browser = request.headers.get("User-Agent", "")
    remember_session(request.session.session_key or "", user, way="password", browser=browser)
    return redirect("own-account")


@screen(SIGNED_IN, acts=True)
@slowed
def change_own_address(request: HttpRequest) -> HttpResponse:
    """Say where letters go."""
    mail = request.POST.get("mail", "").strip()

    def do() -> str:
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
@slowed
def change_own_tokens(request: HttpRequest) -> HttpResponse:
    """Make a token for oneself, shown once, or end one."""
    user, sent = viewer_of(request).user, request.POST

    def do() -> str:
        if sent.get("step") == "end":
            end_token(sent.get("prefix", ""), acting_user=user)
            return "The token has ended"
        days, only_reads = number_in(sent.get("days", "")) or 0, sent.get("only_reads") == "on"
        made = make_token(user, acting_user=user, name=sent.get("name", ""), days=days, only_reads=only_reads)
        return f"Your token, shown this once, is {made}"

    return done(request, do)


def done_by_owner(request: HttpRequest, do: Callable[[], str]) -> Problem | None:
    """Do what a form of the account asks, once whoever sent it said again who they are.

    So nobody changes an account by a session that somebody left open, nor by one that its second factor did not open.
    A wrong try counts whatever becomes of the form: it stands in no transaction that is undone.

    Returns:
        The problem; None when it was done.
    """
    account = viewer_of(request).account
    if not was_sent(request):
        if factors_of(account) and not request.session.get(SECOND):
            return NOT_WHOLLY_IN
        if not confirmed(request, account, request.POST.get("confirm", "")):
            record_lock(account.username)
            return NOT_YOU
    return done_once(request, do)


def asked_again(account: Account) -> str:
    """Return by what somebody says again who they are; empty where a fresh session is enough."""
    return "password" if account.has_usable_password() else "code" if factors_of(account) else ""


def done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    """Do what a form of the account asks, and show the account."""
    problem = done_by_owner(request, do)
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
