"""Who has to show a second factor: whoever has a role of which an admin asks it."""

from django.http import HttpRequest

from attain_web.access.viewer import Viewer, viewer_of
from attain_web.actions.entering.factors import factors_of, roles_with_factor

SECOND, BEGAN = "second_factor", "began_at"  # of a session: which second factor was shown, and when it began
# Where one goes without, to add one, and out again.
FREE = frozenset(
    {
        "own-account",
        "own-totp",
        "add-totp",
        "own-passkey",
        "add-passkey",
        "change-own-password",
        "sessions",
        "end-sessions",
        "static",
        "alive",
    }
)


def lacks_factor(request: HttpRequest) -> bool:
    """Whether somebody has to add a second factor, or to show theirs, before they see what they ask for."""
    match = request.resolver_match
    if request.session.get(SECOND) or (match is not None and match.view_name in FREE):
        return False
    required = roles_with_factor()
    return bool(required) and bool(required & viewer_of(request).roles)


def has_no_factor(viewer: Viewer) -> bool:
    """Whether a program acts as somebody who has to have a second factor, and has none."""
    required = roles_with_factor()
    return bool(required) and bool(required & viewer.roles) and not factors_of(viewer.account)
