"""Where somebody is signed in, and signing out everywhere."""

from collections.abc import Collection

from django.contrib.sessions.models import Session

from attain_web.accounts.models import SignedIn
from attain_web.actions.acting import ENGINE, acting

LONGEST_NAME = 300


def remember_session(session_key: str, username: str, *, way: str, browser: str) -> None:
    """Remember a session that somebody has just begun."""
    SignedIn.objects.update_or_create(
        session_key=session_key, defaults={"username": username, "way": way, "browser": browser[:LONGEST_NAME]}
    )


def sessions_of(username: str) -> list[SignedIn]:
    """Return the sessions of somebody that have not ended, the newest first."""
    mine = list(SignedIn.objects.filter(username=username).order_by("-at"))
    there = set(Session.objects.filter(session_key__in=_keys(mine)).values_list("session_key", flat=True))
    return [one for one in mine if one.session_key in there]


def sign_out_everywhere(*, acting_user: str) -> int:
    """End every session of one's own, and return how many they were."""
    with acting("sign_out_everywhere", acting_user=acting_user, subject=acting_user) as act:
        count = act.details["sessions"] = end_sessions_of(acting_user)
    return count


def end_sessions_of(username: str, *, but: str = "") -> int:
    """End the sessions of somebody, inside an action, and return how many they were.

    Args:
        username: whose.
        but: the key of one that goes on.
    """
    mine = SignedIn.objects.using(ENGINE).filter(username=username).exclude(session_key=but)
    count, _ = Session.objects.using(ENGINE).filter(session_key__in=_keys(mine)).delete()
    mine.delete()
    return count


def _keys(found: "Collection[SignedIn]") -> list[str]:
    return [one.session_key for one in found]
