"""The tree a YAML document becomes: maps, lists and texts, each with its place.

Every scalar is read as text and typed later by the model, so ``0.1`` stays exact and
``no`` stays a word.
"""

from typing import Any, Self, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from attain.diagnostics import Place

NOWHERE = Place("", 0, 0)


class Text(str):
    """A scalar as read, with its place.

    Attributes:
        place: where its first character stands, after a quote.
        lines: of a scalar over several lines, these lines as the document has them, from ``place`` on; else empty.

    >>> Text.at("8%", Place("ae.yaml", 3, 9)).place.line
    3
    """

    __slots__ = ("lines", "place")
    lines: str
    place: Place

    @classmethod
    def at(cls, text: str, place: Place, lines: str = "") -> Self:
        """Make a text that stands at ``place``."""
        made = cls(text)
        made.lines = lines
        made.place = place
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._validated)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}

    @classmethod
    def _validated(cls, value: object) -> Self:
        return cls.at(str(text_of(value)), place_of(value))


class YamlMap(dict[str, "Node"]):
    """A mapping with the place of itself and of each key."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.key_places: dict[str, Place] = {}


class YamlList(list["Node"]):
    """A list with its place."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


Node: TypeAlias = Text | YamlMap | YamlList


def refused(what: str, fix: str) -> PydanticCustomError:
    """Make the error with which a model refuses a value: what is wrong with it, and what to write instead."""
    return PydanticCustomError("refused", "{what}", {"what": what, "fix": fix})


def text_of(value: object) -> str:
    """Return the text of a scalar.

    Raises:
        PydanticCustomError: the value is a map or a list.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, (int, bool)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    found = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else type(value).__name__
    raise refused(f"{found} stands here", "write a single value")


def place_of(value: object) -> Place:
    """Return the place of a node, or nowhere."""
    place = getattr(value, "place", NOWHERE)
    return place if isinstance(place, Place) else NOWHERE
