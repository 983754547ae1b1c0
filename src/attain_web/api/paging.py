"""Lists in parts: a cursor names the last row that was given, so that no row is given twice while others are added."""

import base64
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Page, Paging

Row = TypeVar("Row")
Key = Callable[[Any], "list[str | int]"]


def cursor_of(key: list[str | int]) -> str:
    """Write the key of a row as a cursor.

    >>> key_of(cursor_of(["2026-01", 7]))
    ['2026-01', 7]
    """
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of(cursor: str) -> list[str | int]:
    """Read a cursor.

    Raises:
        NotSo: it is none of ours.
    """
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(type(part) in {str, int} for part in found):
        raise NotSo(422, "the cursor is none of ours", "send the next_cursor of the page before, or none")
    return found


def paged(rows: Iterable[Row], paging: Paging, key: Key) -> Page[Any]:
    """Return the part of a list that is asked for.

    Args:
        rows: all of them, in any order.
        paging: which part.
        key: by which they are ordered, ascending; no two rows have the same.

    Raises:
        NotSo: the cursor is none of this list.
    """
    ordered = sorted(rows, key=key)
    if paging.cursor:
        after = key_of(paging.cursor)
        try:
            ordered = [row for row in ordered if key(row) > after]
        except TypeError:
            raise NotSo(422, "the cursor belongs to another list", "send the next_cursor of this list") from None
    shown = ordered[: paging.limit]
    last = cursor_of(key(shown[-1])) if len(ordered) > len(shown) and shown else None
    return Page(items=shown, next_cursor=last)
