"""The stream of what changed."""

from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from attain_web.access.screens import SIGNED_IN, screen
from attain_web.live.hub import CONNECTS_BY, HUB

APPLICATION = "default"


@screen(SIGNED_IN)
def events(request: HttpRequest) -> HttpResponse:
    """Say what changed, while the page is open: kind, key and batch; whose it is, is asked when it is read again."""
    del request
    known = connections[APPLICATION].get_connection_params()
    parameters = {name: known[name] for name in CONNECTS_BY if known.get(name)}
    answer = StreamingHttpResponse(HUB.changes(parameters), content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer  # pyright: ignore[reportReturnType] - a response like any other
