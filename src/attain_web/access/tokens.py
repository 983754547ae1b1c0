"""Programs say by a token who they act for; a browser's session counts for nothing there, so no page can act by it."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from attain_web.accounts.models import Account
from attain_web.actions.entering.tokens import user_of_token

OF_PROGRAMS = "/api/"
SCHEME = "bearer "


class ByToken:
    """Says who asks under ``/api/``: the user of the token in ``Authorization: Bearer ...``, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on as its user's."""
        if request.path.startswith(OF_PROGRAMS):
            request.user = account_of(request.headers.get("Authorization", "")) or AnonymousUser()
        return self.get_response(request)


def account_of(said: str) -> Account | None:
    """Return the account that a header asks for; one without an account acts under its name, an inactive one not.

    Args:
        said: what stands in ``Authorization``.
    """
    if not said.lower().startswith(SCHEME):
        return None
    user = user_of_token(said[len(SCHEME) :].strip())
    if user is None:
        return None
    found = Account.objects.filter(username=user).first() or Account(username=user)
    return found if found.is_active else None
