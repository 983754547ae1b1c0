"""JSON Schema of a document, for editors: what its model takes, described by the model's own docstrings."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, cast, get_args

from attain.documents.model import Model

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_ATTRIBUTE = re.compile(r"^ {4}(?P<names>\w+(?:, \w+)*): (?P<text>.*(?:\n {5,}\S.*)*)", re.MULTILINE)


def json_schema_of(model: type[Model], title: str) -> Schema:
    """Return the JSON Schema (2020-12) of a document.

    Args:
        model: the document's model.
        title: what an editor calls the document.
    """
    schema: Schema = model.model_json_schema(by_alias=True)
    definitions: dict[str, Schema] = schema.pop("$defs", {})
    models = {each.__name__: each for each in _models_below(model)}
    for name, definition in definitions.items():
        definitions[name] = models[name].json_form(_described(definition, models[name]))
    whole = model.json_form(_described(schema, model)) | {"title": title}
    found = {"$schema": DIALECT, **whole, "$defs": definitions}
    return cast("Schema", _plain(found))


def _models_below(model: type[Model]) -> set[type[Model]]:
    """Every model that a document of this model may hold."""
    found: set[type[Model]] = set()
    waiting: list[object] = [model]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Model) and kind not in found:
            found.add(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return found


def _described(definition: Schema, model: type[Model]) -> Schema:
    """Describe a model and its keys in the words of its docstring."""
    described = dict(definition)
    described["description"] = _sentence(inspect.getdoc(model) or "")
    properties: dict[str, Schema] = described.get("properties", {})
    texts = dict(_attributes(model))
    for key, value in properties.items():
        value.pop("title", None)
        if key in texts:
            value["description"] = texts[key]
    return described


def _attributes(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Yield what the docstrings of a model and those it is made from say of each key."""
    aliases = {name: field.alias or name for name, field in model.model_fields.items()}
    for each in reversed(model.__mro__):
        text = (inspect.cleandoc(each.__doc__ or "")).partition("Attributes:")[2]
        for match in _ATTRIBUTE.finditer(text):
            for name in match["names"].split(", "):
                yield aliases.get(name, name), _sentence(match["text"])


def _sentence(text: str) -> str:
    """The first paragraph on one line, without the marks of a docstring."""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "'")


def _plain(node: object) -> object:
    """Leave out what is true of no document: null for an absent key, and that one form excludes the others."""
    if isinstance(node, list):
        return [_plain(each) for each in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    kept = {("anyOf" if key == "oneOf" else key): _plain(value) for key, value in cast("Schema", node).items()}
    if kept.get("default", ...) is None:
        del kept["default"]
    forms = [form for form in cast("list[Schema]", kept.pop("anyOf", [])) if form != {"type": "null"}]
    if len(forms) == 1:
        return forms[0] | kept
    return kept | ({"anyOf": forms} if forms else {})
