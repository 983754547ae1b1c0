"""The names that an expression about a payee may use."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.model import Value

if TYPE_CHECKING:
    from tests.oracle.world import World


class PersonNames(Mapping[str, Value]):
    """The names an expression about a payee may use: ``payee.title`` and its like on one day, and a deal's columns."""

    def __init__(self, world: "World", payee: str, day: date, columns: Mapping[str, Value] | None = None) -> None:
        self.world, self.payee, self.day, self.columns = world, payee, day, columns or {}

    def __getitem__(self, name: str) -> Value:
        if name in self.columns:
            return self.columns[name]
        return self.world.attribute(self.payee, name.removeprefix("payee."), self.day)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)
