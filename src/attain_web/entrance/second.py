"""The second factor: asked of whoever said who they are, before they come in."""

import json

from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import ANYBODY, screen
from attain_web.accounts.backend import may_try
from attain_web.accounts.models import Account
from attain_web.actions.entering.factors import PASSKEY, TOTP, factors_of, right_code, used_passkey
from attain_web.actions.entering.signing_in import record_lock
from attain_web.entrance.entering import come_in_wholly, half_in
from attain_web.entrance.slowing import slowed
from attain_web.shell.sending import Problem

WRONG = Problem(
    "This is not right, or the account is locked", "After five wrong tries it is locked for a quarter of an hour"
)


@screen(ANYBODY, title="Second factor")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey."""
    found = half_in(request)
    return _shown(request, found[0]) if found else redirect("sign-in")


@screen(ANYBODY, acts=True)
@slowed
def show_code(request: HttpRequest) -> HttpResponse:
    """Take a code of an app, or a recovery code."""
    found = half_in(request)
    if found is None:
        return redirect("sign-in")
    account, said = found
    kind = right_code(account, request.POST.get("code", ""))
    if not kind:
        record_lock(account.username)
        return _shown(request, account, WRONG)
    return come_in_wholly(request, account, f"{said['way']} and {kind}", back=said["back"], second=kind)


@screen(ANYBODY, acts=True)
@slowed
def show_passkey(request: HttpRequest) -> HttpResponse:
    """Take what a passkey signed."""
    found = half_in(request)
    if found is None:
        return redirect("sign-in")
    account, said = found
    if not may_try(account) or not _is_signed(account, request.POST.get("credential", "")):
        record_lock(account.username)
        return _shown(request, account, WRONG)
    return come_in_wholly(request, account, f"{said['way']} and passkey", back=said["back"], second="passkey")


def credential_in(text: str) -> dict[str, object]:
    """Read what a browser says of a passkey.

    Raises:
        ValueError, TypeError: it is nothing of the kind.
    """
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError(text)
    return found


def _is_signed(account: Account, text: str) -> bool:
    try:
        credential = credential_in(text)
        webauthn.parse_authentication_response(credential)
        used_passkey(webauthn.complete_authentication(account, credential))
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def _shown(request: HttpRequest, account: Account, problem: Problem | None = None) -> HttpResponse:
    kinds = {one.type for one in factors_of(account)}
    options = json.dumps(webauthn.begin_authentication(account)) if PASSKEY in kinds else ""
    known = {"account": account, "options": options, "has_app": TOTP in kinds, "problem": problem}
    return render(request, "entrance/second.html", known, status=403 if problem else 200)
