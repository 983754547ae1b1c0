"""Coming in: at once, or once a second factor was shown as well."""

import time
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from attain_web.access.factors import BEGAN, SECOND
from attain_web.accounts.backend import ByPassword, forget_tries
from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.factors import factors_of, right_code
from attain_web.actions.entering.letting_in import done_by_others
from attain_web.actions.entering.sessions import remember_session
from attain_web.actions.entering.signing_in import record_sign_in
from attain_web.shell.sending import tell

BACKEND = "attain_web.accounts.backend.ByPassword"
HALF = "half_in"
SECONDS_HALF_IN = 600


def come_in(request: HttpRequest, account: Account, way: str, *, back: str = "") -> HttpResponse:
    """Let somebody in who said who they are; whoever has a second factor is asked for it first.

    Args:
        request: theirs.
        account: theirs.
        way: how they said it.
        back: where they go then.
    """
    if not factors_of(account):
        return come_in_wholly(request, account, way, back=back)
    request.session.cycle_key()
    request.session[HALF] = {"account": account.pk, "way": way, "back": back, "at": time.time()}
    return redirect("second-factor")


def half_in(request: HttpRequest) -> tuple[Account, dict[str, Any]] | None:
    """Return who has said who they are, and how, and has yet to show a second factor; None after ten minutes."""
    said = request.session.get(HALF)
    if said is None or said["at"] < time.time() - SECONDS_HALF_IN:
        request.session.pop(HALF, None)
        return None
    found = Account.objects.using(ENGINE).filter(pk=said["account"], is_active=True).first()
    return (found, said) if found is not None else None


def come_in_wholly(
    request: HttpRequest, account: Account, way: str, *, back: str = "", second: str = ""
) -> HttpResponse:
    """Begin the session of somebody who showed all that they have to.

    Args:
        request: theirs.
        account: theirs.
        way: how they came in; it is recorded.
        back: where they go then.
        second: which second factor they showed; empty for none.
    """
    forget_tries(account)
    before = account.last_login
    done = done_by_others(account.username, before) if before else []
    record_sign_in(account.username, way=way)  # first: whoever has the workspace's lock may be ending this session
    request.session.pop(HALF, None)
    login(request, account, backend=BACKEND)
    request.session[SECOND], request.session[BEGAN] = second, time.time()
    tell(request.session, f"Since you last signed in: {'; '.join(done)}" if done else "")
    browser = request.headers.get("User-Agent", "")
    if not request.session.session_key:  # that of whoever was signed in here before has ended
        request.session.save()
    remember_session(request.session.session_key or "", account.username, way=way, browser=browser)
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours and back.startswith("/") else "start")


def confirmed(request: HttpRequest, account: Account, said: str) -> bool:
    """Whether somebody who is signed in says again who they are: by password, or a code where they have none.

    Whoever has neither has to have signed in within the last ten minutes. A wrong one counts as a try.
    """
    if account.has_usable_password():
        is_right = ByPassword().authenticate(None, username=account.username, password=said) is not None
    elif factors_of(account):
        is_right = bool(right_code(account, said))
    else:
        return request.session.get(BEGAN, 0) > time.time() - SECONDS_HALF_IN
    if is_right:
        forget_tries(account)
    return is_right
