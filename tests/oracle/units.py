"""What an expression of a plan counts: money, a count, a percentage, or a plain number.

>>> unit_of("8%", {}), unit_of("25", {})
('percent', 'number')
>>> unit_of("amount * 50%", {"amount": "money"}), unit_of("margin / amount", {"amount": "money", "margin": "money"})
('money', 'percent')
"""

from collections.abc import Mapping
from functools import cache

from tests.oracle.expression_syntax import Node, Parser

NUMBERS = ("money", "count", "percent")


@cache
def parsed(text: str) -> Node:
    """Parse an expression once."""
    return Parser(text).whole()


@cache
def names_in(text: str) -> frozenset[str]:
    """Every name that an expression reads."""
    return frozenset(_names(parsed(text)))


def _names(node: object) -> list[str]:
    if isinstance(node, tuple | list):
        if len(node) == 2 and node[0] == "name":
            return [node[1]]
        return [name for part in node for name in _names(part)]
    return []


def unit_of(text: str, kinds: Mapping[str, str]) -> str:
    """Say what ``text`` counts, given what its names are."""
    bare = text.strip().removeprefix("-")
    if bare.endswith("%") and bare[:-1].strip().replace(".", "", 1).isdigit():
        return "percent"
    return _unit(parsed(text), kinds)


def _unit(node: Node, kinds: Mapping[str, str]) -> str:
    match node:
        case ("name", name):
            found = kinds.get(name, "number")
            return found if found in NUMBERS else "number"
        case ("+" | "-", left, right):
            found = _unit(left, kinds)
            return _unit(right, kinds) if found == "number" else found
        case ("*", left, right):
            both = (_unit(left, kinds), _unit(right, kinds))
            return next((unit for unit in NUMBERS if unit in both), "number")
        case ("/", left, right):
            over, under = _unit(left, kinds), _unit(right, kinds)
            return "percent" if over == under != "number" else over
        case ("call", "lookup", [name, *_]):
            return kinds.get(f"lookup {name[1]}", "number")
        case ("negative", inner) | ("case", [(_, inner), *_], _) | ("call", _, [inner, *_]):
            return _unit(inner, kinds)
    return "number"
