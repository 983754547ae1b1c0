"""Seeded chances, features that can be left out, and a record of which were used."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Every random choice of one case.

    Attributes:
        without: features that are never chosen.
        used: the kinds and features of the case, each as often as it was chosen.
    """

    def __init__(self, seed: int, without: Iterable[str] = ()) -> None:
        self.seed = seed
        self.random = Random(seed)  # noqa: S311 - cases must come back with their seed
        self.without = frozenset(without)
        self.used: list[str] = []

    def chance(self, probability: int) -> bool:
        """True in ``probability`` of 100 cases."""
        return self.random.randrange(100) < probability

    def has(self, feature: str, probability: int) -> bool:
        """Choose a feature in ``probability`` of 100 cases, unless it is left out, and note it."""
        chosen = self.chance(probability) and feature not in self.without
        if chosen:
            self.note(feature)
        return chosen

    def note(self, feature: str) -> str:
        """Note that a kind or feature is used."""
        self.used.append(feature)
        return feature

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return self.random.choice(options)

    def kind(self, room: str, weights: dict[str, int]) -> str:
        """One kind of a room by weight, noted as ``room kind``; a kind that is left out is not chosen."""
        allowed = {kind: weight for kind, weight in weights.items() if f"{room} {kind}" not in self.without}
        chosen = self.random.choices(list(allowed), list(allowed.values()))[0]
        self.note(f"{room} {chosen}")
        return chosen

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """Between ``low`` and ``high`` different options, in random order."""
        return self.random.sample(options, min(len(options), self.random.randint(low, high)))

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self.random.randint(low, high)
