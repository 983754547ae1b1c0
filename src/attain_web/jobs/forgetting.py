"""Sessions that are over are forgotten, now and then, with what their visitors had typed."""

import time
from datetime import UTC, datetime

from django.contrib.sessions.models import Session

from attain_web.accounts.models import SignedIn

SECONDS_BETWEEN = 3_600.0
_FORGOT = [float("-inf")]


def forget_sessions() -> int:
    """Forget sessions whose time is over, once an hour, and where they were signed in; returns how many they were."""
    now = time.monotonic()
    if now - _FORGOT[0] < SECONDS_BETWEEN:
        return 0
    _FORGOT[0] = now
    return forget_over(datetime.now(UTC))


def forget_over(now: datetime) -> int:
    """Forget sessions whose time was over at an instant."""
    over = Session.objects.filter(expire_date__lt=now)
    keys = list(over.values_list("session_key", flat=True))
    SignedIn.objects.filter(session_key__in=keys).delete()
    count, _ = over.filter(session_key__in=keys).delete()
    return count
