"""Models of documents: frozen, strict about keys, and each remembering its place."""

from collections.abc import Mapping
from typing import Any, ClassVar, LiteralString, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from attain.diagnostics import Diagnostic, Place
from attain.documents import problems
from attain.documents.nodes import NOWHERE, Node, YamlMap, place_of
from attain.documents.wording import FIX, KEYS, diagnostic_of


class Model(BaseModel):
    """A part of a document. Unknown keys are refused; ``place`` says where it stands.

    Attributes:
        when_missing: what to write where a required key is missing, by key, if more can be said than its name.
        when_unknown: what to write instead of a key that is none, by key, if more can be said than which there are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    when_missing: ClassVar[Mapping[str, str]] = {}
    when_unknown: ClassVar[Mapping[str, str]] = {}
    _node: YamlMap = PrivateAttr(default_factory=lambda: YamlMap(NOWHERE))

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            made = handler(value)
        except ValidationError as error:
            raise _explained(error, cls) from None
        if isinstance(value, YamlMap):
            made._node = value
        return made

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON Schema of what a document may write, given the model's own: short forms are added here."""
        return schema

    @property
    def node(self) -> YamlMap:
        """This part as the document has it; empty when it was written in a short form."""
        return self._node

    @property
    def place(self) -> Place:
        """Where this part starts."""
        return self._node.place

    def key_place(self, *path: str) -> Place:
        """Where a key stands, or a key below it; the last known part of the path when it is absent."""
        node, place = self._node, self._node.place
        for key in path:
            place = node.key_places.get(key, place)
            below = node.get(key)
            if not isinstance(below, YamlMap):
                break
            node = below
        return place

    def value_place(self, key: str) -> Place:
        """Where the value of a key stands, or the part itself when the key is absent."""
        found = place_of(self._node.get(key))
        return found if found.file else self.place


M = TypeVar("M", bound=Model)


def validate(model: type[M], node: Node, file: str) -> tuple[M | None, list[Diagnostic]]:
    """Check a node against a model.

    Returns:
        The model (None when it does not fit) and every problem found.
    """
    if not isinstance(node, YamlMap):
        what = "the document is not a mapping of keys to values"
        fix = "start with a key, such as 'plan: account_executive'"
        place = place_of(node) if place_of(node).file else Place(file, 1, 1)
        return None, [Diagnostic.of(problems.WRONG_SHAPE, place, what, fix)]
    try:
        return model.model_validate(node), []
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _counts_wrong_entries_out(detail)]
        return None, [diagnostic_of(detail, node) for detail in details]


def _counts_wrong_entries_out(detail: ErrorDetails) -> bool:
    """Whether a list is called too short though it is not: entries that are wrong, and said to be, were not counted."""
    entries = detail["input"]
    least = detail.get("ctx", {}).get("min_length", 0)
    return detail["type"] == "too_short" and isinstance(entries, list) and len(cast("list[object]", entries)) >= least


def _explained(error: ValidationError, model: type[Model]) -> ValidationError:
    """Add to the errors about a model's own keys what only the model knows: its keys, and what a missing one takes."""
    lines: list[InitErrorDetails] = []
    for detail in error.errors(include_url=False):
        context: dict[str, Any] = dict(detail.get("ctx", {}))
        key = str(detail["loc"][-1]) if len(detail["loc"]) == 1 else ""
        if detail["type"] == "missing" and key in model.when_missing:
            context[FIX] = model.when_missing[key]
        if detail["type"] == "extra_forbidden" and key:
            context[KEYS] = tuple(field.alias or name for name, field in model.model_fields.items())
            context |= {FIX: model.when_unknown[key]} if key in model.when_unknown else {}
        # The messages are complete already; there is nothing left to fill in.
        kind, message = cast("LiteralString", detail["type"]), cast("LiteralString", detail["msg"])
        line = PydanticCustomError(kind, message, context)
        lines.append({"type": line, "loc": detail["loc"], "input": detail["input"]})
    return ValidationError.from_exception_data(model.__name__, lines)
