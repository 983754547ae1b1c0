"""What a document's shape gets wrong, in the words of somebody who writes plans."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from attain.diagnostics import Diagnostic, Place
from attain.documents import problems
from attain.documents.nodes import Node, YamlList, YamlMap, place_of

MOST_SHOWN = 20
KEYS = "keys"  # in the context of an error: the keys that its model has
FIX = "fix"  # in the context of an error: what to write instead

_EXPECTED = {
    "model_type": ("a mapping of keys to values belongs here", "write the keys below, or in braces"),
    "dict_type": ("a mapping of names to values belongs here", "write the names below, or in braces"),
    "list_type": ("a list belongs here", "write each entry after a dash, or all of them in brackets"),
    "tuple_type": ("a list belongs here", "write each entry after a dash, or all of them in brackets"),
    "too_short": ("there are too few entries", "write at least {min_length}"),
    "too_long": ("there are too many entries", "write at most {max_length}"),
    "greater_than_equal": ("it is too small", "write {ge} or more"),
    "less_than_equal": ("it is too large", "write {le} or less"),
}


def diagnostic_of(detail: ErrorDetails, root: Node) -> Diagnostic:
    """Turn an error of a document's shape into a diagnostic at the word it is about."""
    node, place, last = _at(detail["loc"], root)
    context: dict[str, Any] = detail.get("ctx", {})
    if detail["type"] == "missing":
        key = detail["loc"][-1]
        return Diagnostic.of(problems.MISSING_KEY, place, f"'{key}' is missing", context.get(FIX, f"add '{key}:' here"))
    if detail["type"] == "extra_forbidden":
        fix = instead_of(last, context.get(KEYS, ()), "the keys here are")
        return Diagnostic.of(problems.UNKNOWN_KEY, place, f"'{last}' is not a key here", fix)
    place = place if node is root else place_of(node)
    if detail["type"] == "union_tag_invalid":
        return _unknown_kind(node, place, last, context)
    what, fix = _said(detail, context)
    return Diagnostic.of(problems.WRONG_SHAPE, place, f"{last}: {what}" if last else what, fix)


def _said(detail: ErrorDetails, context: dict[str, Any]) -> tuple[str, str]:
    if detail["type"] in _EXPECTED:
        what, fix = _EXPECTED[detail["type"]]
        return what, fix.format(**context)
    if detail["type"] == "literal_error":
        found = detail["input"]
        what = f"'{found}' is not a word it knows" if isinstance(found, str) else "a single word belongs here"
        return what, f"write {context['expected']}"
    message = detail["msg"].removeprefix("Value error, ")
    fix = context.get(FIX, "change the value so that it fits")
    return f"{message[:1].lower()}{message[1:]}", fix


def _unknown_kind(node: Node, place: Place, last: str, context: dict[str, Any]) -> Diagnostic:
    kind = str(context["tag"])
    if isinstance(node, YamlMap):
        place = next((place_of(word) for word in node.values() if word == kind), node.key_places.get(kind, place))
    fix = f"write {context['expected_tags']}"
    return Diagnostic.of(problems.WRONG_SHAPE, place, f"'{kind}' is not a kind of {last.partition('[')[0]}", fix)


def _at(loc: tuple[int | str, ...], root: Node) -> tuple[Node, Place, str]:
    """Follow an error's path as far as the document goes; a path also names union members, which are skipped.

    Returns:
        The node at its end, the place of the key it stands under, and the last key of the path.
    """
    node, place, last = root, place_of(root), ""
    for number, step in enumerate(loc):
        if isinstance(node, YamlMap) and isinstance(step, str) and step in node:
            if not isinstance(node[step], YamlMap | YamlList) and any(other in node for other in loc[number + 1 :]):
                continue  # the tag of a union that is named after one of its keys
            place, node, last = node.key_places[step], node[step], step
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node):
            node = node[step]
            place, last = place_of(node), f"{last.partition('[')[0]}[{step}]"
    return node, place, last


def instead_of(word: str, known: Iterable[str], introduction: str) -> str:
    """Say what to write instead of an unknown word: the nearest known one, or all there are.

    >>> instead_of("ammount", ["amount", "owner"], "the columns are")
    "did you mean 'amount'?"
    >>> instead_of("x", ["amount", "owner"], "the columns are"), instead_of("x", [], "the columns are")
    ('the columns are amount, owner', 'there are none')
    """
    words = list(known)
    by_lower = {name.lower(): name for name in words}
    near = get_close_matches(word[:60].lower(), by_lower, n=1)
    if near:
        return f"did you mean '{by_lower[near[0]]}'?"
    rest = ", .." if len(words) > MOST_SHOWN else ""
    return f"{introduction} {', '.join(words[:MOST_SHOWN])}{rest}" if words else "there are none"
