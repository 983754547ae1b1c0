"""Tries from one address are counted too, so that one password is not tried on every account of a company."""

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain_web.api.limits import seconds_to_wait

Shown = Callable[..., HttpResponse]


def slowed(view: Shown) -> Shown:
    """Let an address try so often a minute and no more; this machine itself is not counted."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        if is_of_this_machine(address):
            return view(request, *args, **kwargs)
        wait = seconds_to_wait(f"enters {address}", a_minute=settings.TRIES_A_MINUTE, now=time.monotonic())
        if not wait:
            return view(request, *args, **kwargs)
        answer = render(request, "entrance/slow.html", {"seconds": int(wait) + 1}, status=429)
        answer.headers["Retry-After"] = str(int(wait) + 1)
        return answer

    return shown


def is_of_this_machine(address: str) -> bool:
    """Whether a request came from this machine itself.

    >>> [is_of_this_machine(one) for one in ("127.0.0.1", "::1", "192.0.2.7", "")]
    [True, True, False, False]
    """
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
