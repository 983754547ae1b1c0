"""The stream of what changed."""

from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.access import payees_seen
from attain_web.live.hub import CONNECTS_BY, HUB

APPLICATION = "default"


@screen(SIGNED_IN)
def events(request: HttpRequest) -> HttpResponse:
    """Say what changed, while the page is open: kind, key and batch; whose it is, is asked when it is read again."""
    user = viewer_of(request).user
    if HUB.has_enough(user):
        return HttpResponse("Close a page first.\n", status=429, content_type="text/plain")
    payees = payees_seen(user)
    known = connections[APPLICATION].get_connection_params()
    parameters = {name: known[name] for name in CONNECTS_BY if known.get(name)}
    answer = StreamingHttpResponse(_changes(parameters, payees, user), content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer  # pyright: ignore[reportReturnType] - a response like any other


async def _changes(parameters: Mapping[str, Any], payees: Collection[str] | None, user: str) -> AsyncGenerator[bytes]:
    """Give back the connections with which it was asked who listens, so that a page that is open holds none."""
    await sync_to_async(connections.close_all)()
    async with aclosing(HUB.changes(parameters, payees, user)) as changes:
        async for said in changes:
            yield said
