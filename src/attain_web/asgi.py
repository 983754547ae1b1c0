"""The application as servers speak to it; what is larger than any upload is refused before it is kept anywhere."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.asgi import get_asgi_application

MOST_BYTES = 64 * 2**20
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class TooMuch(Exception):
    """A request that goes on and on."""


def bounded(app: App, most: int = MOST_BYTES) -> App:
    """Refuse what is larger than ``most`` bytes: at once where a request says so, and on the way where it does not."""

    async def asked(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > most:
            await _refuse(send)
            return
        count = 0

        async def counted() -> Message:
            nonlocal count
            message = await receive()
            count += len(message.get("body", b""))
            if count > most:
                raise TooMuch
            return message

        try:
            await app(scope, counted, send)
        except TooMuch:
            await _refuse(send)

    return asked


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"This is larger than 64 MB; send less.\n"})


application = bounded(get_asgi_application())
