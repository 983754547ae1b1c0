"""The pays of a matrix: lists in lists, one level for each dimension, each list knowing its place.

>>> from attain.documents import read_yaml
>>> node, _ = read_yaml("pay: [[8%, 12%], [8%, 15%]]", "ae.yaml")
>>> cells = Cells.read(node["pay"])
>>> [str(pay) for pay in cells.leaves()], cells.depth, cells.entries[1].place.column
(['8%', '12%', '8%', '15%'], 2, 18)
"""

from collections.abc import Iterator
from typing import Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from attain.diagnostics import Place
from attain.documents import Expression, YamlList, place_of, refused
from attain.documents.nodes import NOWHERE, text_of

_LEVELS_IN_SCHEMA = 4


class Cells:
    """A list of pays, or of lists of them.

    Attributes:
        entries: what stands in the list, in order.
        place: where the list starts.
    """

    __slots__ = ("entries", "place")

    def __init__(self, entries: "tuple[Cells | Expression, ...]", place: Place = NOWHERE) -> None:
        self.entries = entries
        self.place = place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cells) and self.entries == other.entries

    def __hash__(self) -> int:
        return hash(self.entries)

    @classmethod
    def read(cls, value: object) -> "Cells":
        """Read nested lists.

        Raises:
            PydanticCustomError: it is no list, or something else than a single value or a list stands in one.
        """
        if isinstance(value, Cells):
            return value
        if not isinstance(value, list):
            raise refused("the pays of a matrix are no list", "write a list for each dimension: [[8%, 12%], [8%, 15%]]")
        entries = cast("list[object]", value)
        return cls(tuple(_entry(entry) for entry in entries), place_of(cast("object", value)))

    def leaves(self) -> Iterator[Expression]:
        """Yield every pay, the last dimension running fastest."""
        for entry in self.entries:
            if isinstance(entry, Cells):
                yield from entry.leaves()
            else:
                yield entry

    @property
    def depth(self) -> int:
        """How many lists stand in one another, along the first entries."""
        first = self.entries[0] if self.entries else None
        return 1 + (first.depth if isinstance(first, Cells) else 0)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        pay: dict[str, Any] = {"type": ["string", "number", "boolean"]}
        nested: dict[str, Any] = {"type": "array", "minItems": 1}
        for _ in range(_LEVELS_IN_SCHEMA):
            nested = {"type": "array", "minItems": 1, "items": {"anyOf": [pay, nested]}}
        return nested


def _entry(value: object) -> Cells | Expression:
    if isinstance(value, YamlList | Cells):
        return Cells.read(value)
    return Expression.at(getattr(value, "lines", "") or str(text_of(value)), place_of(value))
