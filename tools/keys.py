"""Pages of keys, from the JSON Schemas that editors use: what may stand where, its default, and what it means."""

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
WINDOWS = ["day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever"]
LONGEST_CHOICE = 11


def page_of_keys(schema: Node, title: str, opening: str) -> str:
    """Return the page of a document: a section per group of keys, in the order in which they are met."""
    parts = [f"# {title}", opening, _table(schema, schema)]
    inside = {key: its for key, its in schema["properties"].items() if "properties" in its}
    parts += [f"## {key}\n\n{its['description']}\n\n{_table(schema, its)}" for key, its in inside.items()]
    parts += [_section(schema, name) for name in _in_order(schema)]
    return "\n\n".join(part for part in parts if part)


def _section(schema: Node, name: str) -> str:
    node = schema["$defs"][name]
    parts = [f"## {name}", str(node.get("description", "")), _short_form(schema, node), _table(schema, _long(node))]
    return "\n\n".join(part for part in parts if part)


def _short_form(schema: Node, node: Node) -> str:
    """Say what may stand instead of a mapping of keys."""
    if "anyOf" in node:
        forms = [_value(schema, one) for one in node["anyOf"] if "properties" not in one]
        return f"In short: {' or '.join(forms)}." if forms else ""
    return "" if "properties" in node else f"Written as {_value(schema, node)}."


def _long(node: Node) -> Node:
    return next((one for one in node.get("anyOf", []) if "properties" in one), node)


def _table(schema: Node, node: Node) -> str:
    keys: Node = node.get("properties", {})
    if not keys:
        return ""
    required = set(node.get("required", []))
    rows = ["| key | value | default | meaning |", "|---|---|---|---|"]
    for key, its in keys.items():
        default = "required" if key in required else _default(its)
        meaning = str(its.get("description", "")).replace("|", "\\|").removesuffix(".")
        rows.append(f"| `{key}` | {_value(schema, its)} | {default} | {meaning} |")
    return "\n".join(rows)


def _default(node: Node) -> str:
    default = node.get("default")
    if default in (None, "", [], {}) or isinstance(default, dict):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _value(schema: Node, node: Node) -> str:
    """Say in words what a value is."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return _of_item(schema, name) or f"[{name}](#{name.lower()})"
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return _choices(node["enum"])
    if "anyOf" in node:
        words = [word for one in node["anyOf"] for word in _value(schema, one).split(" or ")]
        return " or ".join(dict.fromkeys(words))
    return _plain(schema, node)


def _plain(schema: Node, node: Node) -> str:
    kind = node.get("type")
    if "properties" in node:
        return "the keys below"
    if kind == "array":
        return f"list of {_value(schema, node['items'])}" if node.get("items") else "list"
    if kind == "object":
        held = node.get("additionalProperties") or next(iter(node.get("patternProperties", {}).values()), None)
        return f"by name: {_value(schema, held)}" if isinstance(held, dict) and held else "mapping"
    if kind == "string" and "pattern" in node:
        return (
            "percent" if node["pattern"].endswith("%$") else "number or percent" if "%" in node["pattern"] else "name"
        )
    words = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`", "null": "nothing"}
    if isinstance(kind, str):
        return "date" if node.get("format") == "date" else words.get(kind, "text")
    return "text or expression"


def _choices(values: list[str]) -> str:
    windows = [value for value in values if value in WINDOWS]
    others = [f"`{value}`" for value in values if value not in WINDOWS]
    if len(windows) > LONGEST_CHOICE // 2:
        return " or ".join([*others, f"a window from `{windows[0]}` to `{windows[-1]}`"])
    return " or ".join(f"`{value}`" for value in values)


def _of_item(schema: Node, name: str) -> str:
    """A modifier's wrapper, `{cap: Cap}`, is written as its one key."""
    properties = schema["$defs"][name].get("properties", {})
    if not name.endswith("Item") or len(properties) != 1:
        return ""
    ((key, its),) = properties.items()
    return f"`{key}`: {_value(schema, its)}"


def _in_order(schema: Node) -> list[str]:
    """Definitions in the order in which a reader meets them, without the wrappers of modifiers."""
    found: dict[str, None] = {}
    waiting = list(_references(schema["properties"]))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting = [*_references(schema["$defs"][name]), *waiting]
    return [name for name in found if not _of_item(schema, name)]


def _references(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _references(one)
    elif isinstance(node, dict):
        if "$ref" in node:
            yield str(node["$ref"]).rpartition("/")[2]
        for one in node.values():
            yield from _references(one)
