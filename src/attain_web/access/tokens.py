"""Programs say by a token who they act for; a browser's session counts for nothing there, so no page can act by it."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from attain_web.access.problems import problem
from attain_web.accounts.models import Account
from attain_web.actions.entering.tokens import Known, known_token

OF_PROGRAMS = "/api/"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
SCHEME = "bearer "


class ByToken:
    """Says who asks under ``/api/``: the user of the token in ``Authorization: Bearer ...``, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on as its user's."""
        if request.path.startswith(OF_PROGRAMS):
            found = token_in(request.headers.get("Authorization", ""))
            request.user = account_of(found) or AnonymousUser()
            if found is not None and found.only_reads and request.method not in READS:
                fix = "use one that may change things"
                return problem(403, "this token only reads", fix)
        return self.get_response(request)


def token_in(said: str) -> Known | None:
    """Return the token that a header holds; None without a good one.

    Args:
        said: what stands in ``Authorization``.
    """
    return known_token(said[len(SCHEME) :].strip()) if said.lower().startswith(SCHEME) else None


def account_of(token: Known | None) -> Account | None:
    """Return the account that a token acts as; one without an account acts under its name, an inactive one not."""
    if token is None:
        return None
    found = Account.objects.filter(username=token.user).first() or Account(username=token.user)
    return found if found.is_active else None
