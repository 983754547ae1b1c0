"""One's own second factors: an app that shows codes, passkeys, and recovery codes; nobody adds or removes others'."""

import json
from base64 import b64encode
from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.factors import SECOND
from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.entering.factors import add_passkey, add_totp, new_recovery_codes, remove_factor
from attain_web.actions.typed import number_in
from attain_web.entrance.own_account import asked_again, done, done_by_owner, shown_account
from attain_web.entrance.second import credential_in
from attain_web.entrance.slowing import slowed
from attain_web.shell.sending import Problem

SECRET = "new_totp"  # noqa: S105 -- the name under which a session keeps one


@screen(SIGNED_IN, title="Add an app")
def own_totp(request: HttpRequest) -> HttpResponse:
    """Show the secret that an app takes over, as a picture and as text."""
    return _shown_totp(request)


@screen(SIGNED_IN, acts=True)
@slowed
def add_own_totp(request: HttpRequest) -> HttpResponse:
    """Add the app, once it shows a right code."""

    def do() -> list[str]:
        secret, user = request.session.get(SECRET, ""), viewer_of(request).user
        codes = add_totp(secret, request.POST.get("code", ""), acting_user=user, stays=_own_key(request))
        request.session[SECOND] = "code"
        del request.session[SECRET]
        return codes

    return _added(request, do, lambda problem: _shown_totp(request, problem), "The app is added")


@screen(SIGNED_IN, title="Add a passkey")
def own_passkey(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a passkey."""
    return _shown_passkey(request)


@screen(SIGNED_IN, acts=True)
@slowed
def add_own_passkey(request: HttpRequest) -> HttpResponse:
    """Add the passkey that the browser made."""

    def do() -> list[str]:
        try:
            credential = credential_in(request.POST.get("credential", ""))
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            raise Refused("the browser made no passkey that can be used here", "try again") from None
        name, user = request.POST.get("name", ""), viewer_of(request).user
        codes = add_passkey(name, credential, acting_user=user, stays=_own_key(request))
        request.session[SECOND] = "passkey"
        return codes

    return _added(request, do, lambda problem: _shown_passkey(request, problem), "The passkey is added")


@screen(SIGNED_IN, acts=True)
@slowed
def remove_own_factor(request: HttpRequest) -> HttpResponse:
    """Take a second factor away."""
    number = number_in(request.POST.get("number", ""))

    def do() -> str:
        remove_factor(number or 0, acting_user=viewer_of(request).user)
        return "The second factor is taken away"

    return done(request, do)


@screen(SIGNED_IN, acts=True)
@slowed
def renew_own_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, and show them this once."""
    made: list[str] = []

    def do() -> str:
        made.extend(new_recovery_codes(acting_user=viewer_of(request).user))
        return ""

    problem = done_by_owner(request, do)
    return shown_account(request, problem) if problem else _shown_codes(request, made, "")


def _added(
    request: HttpRequest, do: Callable[[], list[str]], again: Callable[[Problem], HttpResponse], said: str
) -> HttpResponse:
    codes: list[str] = []

    def once() -> str:
        codes.extend(do())
        return "" if codes else said

    problem = done_by_owner(request, once)
    if problem:
        return again(problem)
    return _shown_codes(request, codes, said) if codes else redirect("own-account")


def _own_key(request: HttpRequest) -> str:
    """Return the session that stays when all others end."""
    return request.session.session_key or ""


def _shown_codes(request: HttpRequest, codes: list[str], said: str) -> HttpResponse:
    return render(request, "entrance/codes.html", {"codes": codes, "said": said})


def _shown_totp(request: HttpRequest, problem: Problem | None = None) -> HttpResponse:
    account = viewer_of(request).account
    secret = request.session.setdefault(SECRET, generate_totp_secret())
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(account, secret))
    known = {
        "secret": secret,
        "picture": "data:image/svg+xml;base64," + b64encode(picture.encode()).decode(),
        "asks": asked_again(account),
        "problem": problem,
    }
    return render(request, "entrance/totp.html", known, status=409 if problem else 200)


def _shown_passkey(request: HttpRequest, problem: Problem | None = None) -> HttpResponse:
    account = viewer_of(request).account
    known = {
        "options": json.dumps(webauthn.begin_registration(account, passwordless=False)),
        "asks": asked_again(account),
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "entrance/passkey.html", known, status=409 if problem else 200)
