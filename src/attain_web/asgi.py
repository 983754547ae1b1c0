"""The application as servers speak to it: what is too large is refused at once, and a few pages are made at a time."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.asgi import get_asgi_application

MOST_BYTES = 64 * 2**20
MOST_AT_ONCE = 3
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


def taking_turns(app: App, most: int = MOST_AT_ONCE) -> App:
    """Make pages one after another, a few at once: more threads would only take the processor from each other.

    A page that goes on for long, such as a stream of what changes, has had its turn once it begins to answer.
    """
    turns = asyncio.Semaphore(most)

    async def asked(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        is_over = False

        async def sent(message: Message) -> None:
            nonlocal is_over
            if message["type"] == "http.response.start" and _is_stream(message) and not is_over:
                is_over = True
                turns.release()
            await send(message)

        await turns.acquire()
        try:
            await app(scope, receive, sent)
        finally:
            if not is_over:
                turns.release()

    return asked


def _is_stream(message: Message) -> bool:
    headers = message.get("headers", ())
    return any(name.lower() == b"content-type" and b"event-stream" in said for name, said in headers)


application = taking_turns(bounded(get_asgi_application()))
