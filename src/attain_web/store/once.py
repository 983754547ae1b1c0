"""What is asked again and again while one page is made: it is found once, and forgotten when the page is done.

with reading():
    once("granted", find)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Found = TypeVar("Found")
_KEPT: ContextVar[dict[object, object] | None] = ContextVar("kept", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep answers until the block ends, in which nothing is changed."""
    before = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(before)


def once(key: object, find: Callable[[], Found]) -> Found:
    """Return an answer that was found before in the same reading; outside of one it is found every time."""
    kept = _KEPT.get()
    if kept is None:
        return find()
    if key not in kept:
        kept[key] = find()
    found: Found = kept[key]  # pyright: ignore[reportAssignmentType] - kept under its key
    return found
