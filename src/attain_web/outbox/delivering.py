"""Webhooks are delivered: signed, tried again later and later, and to no address of the inside."""

import hmac
import json
import logging
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction

from attain_web.actions.acting import ENGINE, Refused
from attain_web.outbox.models import DELIVERED, GIVEN_UP, WAITS, Delivery

LOG = logging.getLogger("attain.outbox")
WAITING = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1_800, 7_200, 21_600, 43_200))
SECONDS_TO_ANSWER = 10
MOST_AT_ONCE = 20
SECONDS_AT_ONCE = 60.0  # then others of what the worker tells have their turn
LONGEST_ANSWER = 300
IN_PATHS = "/%:@!$&'()*+,;=~"  # stands in an address as it is
NAT64 = IPv6Network("64:ff9b::/96")
SIGNATURE, STAMP, KIND = "Attain-Signature", "Attain-Timestamp", "Attain-Event"


class Place(NamedTuple):
    """Where a webhook is: its parts, and the number of its host, so that the name cannot mean another one later."""

    scheme: str
    host: str
    port: int
    path: str
    number: str


def signature_of(secret: str, stamp: str, content: bytes) -> str:
    """Sign a message: HMAC-SHA256 of the timestamp, a dot and the content, in hexadecimal.

    >>> signature_of("s", "1", b"{}")[:16]
    'b253639bcd705ed1'
    """
    return hmac.new(secret.encode(), stamp.encode() + b"." + content, sha256).hexdigest()


def place_of(url: str) -> Place:
    """Look where an address leads.

    Raises:
        Refused: it is none of the web, nobody knows its host, or it is on the inside and that is not allowed.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username:
        raise Refused(f"'{url}' is no address of the web", "write it like https://example.com/attain")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        numbers = [str(one[4][0]) for one in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    except (OSError, ValueError, UnicodeError):
        raise Refused(f"nobody knows the host of '{url}'", "check how it is written") from None
    inside = [number for number in numbers if not is_outside(number)]
    if inside and not settings.WEBHOOKS_MAY_GO_INSIDE:
        raise Refused(
            f"'{url}' leads to {inside[0]}, which is on the inside", "set ATTAIN_WEBHOOKS_INSIDE=1 to allow it"
        )
    query = f"?{quote(parts.query, safe=IN_PATHS + '?')}" if parts.query else ""
    path = (quote(parts.path, safe=IN_PATHS) or "/") + query
    return Place(parts.scheme, parts.hostname, port, path, numbers[0])


def is_outside(number: str) -> bool:
    """Whether an address is of the world outside, also where it holds one of IPv4 that is not.

    >>> [is_outside(one) for one in ("93.184.215.14", "127.0.0.1", "64:ff9b::7f00:1", "224.0.0.1", "::ffff:10.0.0.5")]
    [True, False, False, False, False]
    """
    found = ip_address(number.split("%", maxsplit=1)[0])
    if isinstance(found, IPv6Address):
        last = IPv4Address(found.packed[12:])
        if found in NAT64:
            return is_outside(str(last))
        held = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        held += [last] if not any(found.packed[:12]) else []
        if any(one is not None and not one.is_global for one in held) or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def deliver_due(send: "Callable[[str, dict[str, str], bytes], int] | None" = None) -> int:
    """Deliver what is due, and return how many messages were tried.

    Args:
        send: what sends; over the network by default.
    """
    count, ends = 0, time.monotonic() + SECONDS_AT_ONCE
    while count < MOST_AT_ONCE and time.monotonic() < ends:
        with transaction.atomic(using=ENGINE):
            due = Delivery.objects.using(ENGINE).filter(state=WAITS, next_at__lte=datetime.now(UTC))
            found = (
                due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook").order_by("id").first()
            )
            if found is None:
                return count
            _tried(found, send or _sent)
            found.save(using=ENGINE)
        count += 1
    return count


def _tried(found: Delivery, send: "Callable[[str, dict[str, str], bytes], int]") -> None:
    content, stamp = json.dumps(found.content, sort_keys=True).encode(), str(int(time.time()))
    headers = {"Content-Type": "application/json", STAMP: stamp, KIND: found.kind}
    headers |= {SIGNATURE: signature_of(found.webhook.secret, stamp, content), "Attain-Delivery": str(found.pk)}
    try:
        status = send(found.webhook.url, headers, content)
        found.answer, is_done = str(status), 200 <= status < 300
    except Refused as refused:
        found.answer, is_done = _kept(refused.what), False
    except Exception as error:
        LOG.info("message %s did not arrive", found.pk, exc_info=error)
        found.answer, is_done = _kept(str(error) or type(error).__name__), False
    found.try_count += 1
    if is_done:
        found.state = DELIVERED
    elif found.try_count > len(WAITING):
        found.state = GIVEN_UP
    else:
        found.next_at = datetime.now(UTC) + WAITING[found.try_count - 1]


def _kept(text: str) -> str:
    r"""Cut what somebody else said to what can be kept and shown.

    >>> _kept("HTTP\x00/1.1\ud800 no")
    'HTTP /1.1  no'
    """
    return "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_ANSWER])


def _sent(url: str, headers: dict[str, str], content: bytes) -> int:
    """Send a message to the very host that was looked at, without following it elsewhere."""
    place = place_of(url)
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    connection = kind(place.host, place.port, timeout=SECONDS_TO_ANSWER)
    connection._create_connection = lambda _, *rest: socket.create_connection((place.number, place.port), *rest)  # noqa: SLF001 -- the name is not asked a second time
    try:
        connection.request("POST", place.path, content, headers)
        return connection.getresponse().status
    finally:
        connection.close()
