"""What was found before, kept for whoever asks next: bounded, and safe where several ask at once.

Nothing that depends on who looks is kept but under a key that says so. One finds an answer while the others who ask for
the same one wait; those who ask for another do not.

>>> kept = Kept[str, int](1)
>>> [kept.found("a", lambda: 1), kept.found("a", lambda: 2), kept.found("b", lambda: 3), kept.found("a", lambda: 4)]
[1, 1, 3, 4]
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Answers by key, the most lately asked for; the others are forgotten.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Key, Value] = OrderedDict()
        self._finding: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def found(self, key: Key, find: Callable[[], Value]) -> Value:
        """Return the answer of a key, found before or now.

        Args:
            key: says all that the answer depends on.
            find: finds it; what it raises is raised, and nothing is kept.
        """
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            own = self._finding.setdefault(key, threading.Lock())
        with own:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]
            try:
                answer = find()
                with self._lock:
                    self._answers[key] = answer
                    while len(self._answers) > self.most:
                        self._answers.popitem(last=False)
            finally:
                with self._lock:
                    self._finding.pop(key, None)
        return answer

    def known(self, key: Key) -> Value | None:
        """Return the answer of a key that was found before; None where it was not."""
        with self._lock:
            return self._answers.get(key)

    def forget(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._answers.clear()
