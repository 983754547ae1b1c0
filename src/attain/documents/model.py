"""Models of documents: frozen, strict about keys, and each remembering its place."""

import difflib
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator
from pydantic_core import ErrorDetails

from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import problems
from attain.documents.nodes import NOWHERE, Node, YamlList, YamlMap, place_of


class Model(BaseModel):
    """A part of a document. Unknown keys are refused; ``place`` says where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    _place: Place = PrivateAttr(default=NOWHERE)
    _key_places: dict[str, Place] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(value)
        if isinstance(value, YamlMap):
            made._place = value.place
            made._key_places = value.key_places
        return made

    @property
    def place(self) -> Place:
        """Where this part starts."""
        return self._place

    def key_place(self, key: str) -> Place:
        """Where a key of this part stands, or the part itself when the key is absent."""
        return self._key_places.get(key, self._place)


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
        return None, [_diagnostic(detail, node) for detail in error.errors(include_url=False)]


def _diagnostic(detail: ErrorDetails, root: Node) -> Diagnostic:
    place, last = _place_of(detail["loc"], root)
    if detail["type"] == "missing":
        return Diagnostic.of(problems.MISSING_KEY, place, f"'{last}' is missing", f"add '{last}:' here")
    if detail["type"] == "extra_forbidden":
        return Diagnostic.of(problems.UNKNOWN_KEY, place, f"'{last}' is not a key here", _did_you_mean(last))
    code: Code = problems.WRONG_SHAPE
    place = _value_place(detail["loc"], root, place)
    message = detail["msg"].removeprefix("Value error, ")
    what = f"{last}: {message[:1].lower()}{message[1:]}" if last else message
    return Diagnostic.of(code, place, what, _expected(detail))


def _expected(detail: ErrorDetails) -> str:
    expected = detail.get("ctx", {}).get("expected")
    if expected:
        return f"write {expected}"
    if detail["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        return "write a mapping of keys to values here"
    if detail["type"] == "list_type":
        return "write a list here"
    return "correct the value; the reference page of this key shows what it takes"


def _place_of(loc: tuple[int | str, ...], root: Node) -> tuple[Place, str]:
    """Follow an error's path as far as the document goes; a path also names union members, which are skipped."""
    node, place, last = root, place_of(root), ""
    for step in loc:
        if isinstance(node, YamlMap) and isinstance(step, str) and step in node:
            place, node, last = node.key_places[step], node[step], step
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node):
            node = node[step]
            place, last = place_of(node), f"{last.split('[')[0]}[{step}]"
        elif isinstance(step, str):
            last = step
    return place, last


def _value_place(loc: tuple[int | str, ...], root: Node, otherwise: Place) -> Place:
    """Return the place of the value at the end of an error's path, not of its key."""
    node = root
    for step in loc:
        if isinstance(node, YamlMap) and isinstance(step, str) and step in node:
            node = node[step]
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node):
            node = node[step]
    return otherwise if node is root else place_of(node)


def _did_you_mean(key: str) -> str:
    near = difflib.get_close_matches(key, sorted(_all_keys(Model)), n=1, cutoff=0.7)
    return f"did you mean '{near[0]}'?" if near and near[0] != key else "remove it, or move it to where it belongs"


def _all_keys(model: type[Model]) -> set[str]:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    for child in model.__subclasses__():
        keys |= _all_keys(child)
    return keys
