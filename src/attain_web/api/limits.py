"""Rate limits: so many requests a minute for each user; who asks more is told when to ask again."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from attain_web.access.problems import problem

MOST_KNOWN = 10_000
SECONDS = 60.0


@dataclass
class Bucket:
    """What somebody has left: it fills again as time goes by."""

    left: float
    at: float


_KNOWN: OrderedDict[str, Bucket] = OrderedDict()
_LOCK = threading.Lock()


def seconds_to_wait(who: str, *, a_minute: int, now: float) -> float:
    """Take one request of somebody; return how long they have to wait where none is left.

    >>> [seconds_to_wait("doctest", a_minute=2, now=0.0) for _ in range(3)]
    [0.0, 0.0, 30.0]
    >>> seconds_to_wait("doctest", a_minute=2, now=30.0)
    0.0
    """
    with _LOCK:
        own = _KNOWN.setdefault(who, Bucket(float(a_minute), now))
        _KNOWN.move_to_end(who)
        while len(_KNOWN) > MOST_KNOWN:
            _KNOWN.popitem(last=False)
        own.left = min(float(a_minute), own.left + (now - own.at) * a_minute / SECONDS)
        own.at = now
        if own.left < 1:
            return (1 - own.left) * SECONDS / a_minute
        own.left -= 1
        return 0.0


def limited(request: HttpRequest) -> HttpResponse | None:
    """Refuse a request of somebody who asked too often; None when it may be answered."""
    who = request.user.get_username() or request.META.get("REMOTE_ADDR", "")
    wait = seconds_to_wait(who, a_minute=settings.API_REQUESTS_A_MINUTE, now=time.monotonic())
    if not wait:
        return None
    seconds = str(int(wait) + 1)
    return problem(429, "too many requests", f"ask again in {seconds} seconds", headers={"Retry-After": seconds})
