"""Forms that are sent once: a double click, a stale page and a refusal do nothing twice and lose no word."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from attain.diagnostics import Diagnostic
from attain_web.access.interrupted import forget
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import SentForm
from attain_web.actions.acting import ENGINE, Refused

SAID = "said"


@dataclass(frozen=True)
class Problem:
    """Why something was not done: what, why, and what to do instead; what was typed stays in the form."""

    what: str
    fix: str
    why: str = ""
    code: str = ""
    place: str = ""


def new_token() -> str:
    """Draw the token of a form."""
    return secrets.token_urlsafe(16)


def done_once(request: HttpRequest, do: Callable[[], str]) -> Problem | None:
    """Do what a form asks, unless the same form was sent before; what it says is told on the next page.

    That it was sent is kept in the transaction of what it did: whoever was cut off sends it again, and it is done once.

    Args:
        request: the form.
        do: the action; it returns a sentence about what was done.

    Returns:
        The problem; None when it was done.
    """
    token, user = request.POST.get("form_token", ""), viewer_of(request).user
    try:
        with transaction.atomic(using=ENGINE):
            if (
                not token
                or not SentForm.objects.using(ENGINE).get_or_create(token=token, defaults={"username": user})[1]
            ):
                return Problem("this form was sent before", "nothing was done twice; look at the page as it is now")
            said = do()
    except Refused as refused:
        return Problem(_sentence(refused.what), _sentence(refused.fix))
    tell(request.session, said)
    forget(request)
    return None


def was_sent(request: HttpRequest) -> bool:
    """Whether a form was sent before, so that nothing of it is looked at again."""
    return SentForm.objects.using(ENGINE).filter(token=request.POST.get("form_token", "")).exists()


def moved_on(request: HttpRequest, seen: object) -> Problem | None:
    """Say that a page was stale when its form was sent: what it is about has changed since it was shown."""
    if request.POST.get("seen", "") == str(seen):
        return None
    return Problem("This page changed while you looked at it", "Look at it as it is now, and decide again")


def problem_of(found: Diagnostic) -> Problem:
    """Return a diagnostic as pages show it."""
    return Problem(found.what, found.fix, code=found.code.name if hasattr(found.code, "name") else str(found.code))


def tell(session: SessionBase, sentence: str) -> None:
    """Keep a sentence for the next page."""
    if sentence:
        session[SAID] = sentence


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
