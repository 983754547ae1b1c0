"""Answers that are kept for whoever asks next: one finds it, others who ask the same wait, and nobody else does."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Kept(Generic[Key, Found]):
    """The answers that were asked for last.

    >>> squares = Kept[int, int](most=2)
    >>> squares.once(3, lambda: 9), squares.once(3, lambda: 0)
    (9, 9)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Found] = OrderedDict()
        self._finding: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()  # held for a moment only

    def once(self, key: Key, find: Callable[[], Found]) -> Found:
        """Return what was found for a key, or find it.

        Args:
            key: what is asked.
            find: finds it; an error is not kept.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            finding = self._finding.setdefault(key, threading.Lock())
        with finding:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            found = find()
            with self._lock:
                self._kept[key] = found
                self._finding.pop(key, None)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found
