"""What somebody has seen: the ETag of a thing, asked for by whoever decides about it."""

from typing import Annotated

from django.db import connections
from django.http import HttpResponse
from ninja import Header

from attain_web.actions.acting import ENGINE, LOCK
from attain_web.actions.stepping import Thing
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Moved

IfMatch = Annotated[str, Header(alias="If-Match", description="The ETag of what was looked at.", max_length=500)]


def etag_of(thing: Thing) -> str:
    """Return the ETag of a thing: it changes with every step."""
    last = thing.last
    return f'"{thing.lifecycle.thing}-{last.number if last else 0}"'


def refuse_unless_seen(thing: Thing, if_match: str) -> None:
    """Let nobody decide about something that is other than they saw it; until the end of the request it stays so.

    Raises:
        NotSo: no ETag was sent, or the thing has moved on.
    """
    if not if_match:
        raise NotSo(428, f"say which state of {thing.name} you decide about", "send its ETag as If-Match")
    with connections[ENGINE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if if_match not in {etag_of(thing), "*"}:
        raise NotSo(412, f"{thing.name} has changed since you looked at it", "look at it again, and decide again")


def moved(thing: Thing, response: HttpResponse) -> Moved:
    """Return where a thing is, with its ETag."""
    last = thing.last
    response.headers["ETag"] = etag_of(thing)
    return Moved(state=thing.state, number=last.number if last else 0)
