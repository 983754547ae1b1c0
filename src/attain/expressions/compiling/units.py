"""What happens to units when numbers meet: money times a percent is money, money plus a percent is nothing.

Two kinds exist only inside an expression: ``number`` is a number written plainly (it takes the unit of what it
meets), and ``ratio`` is one unit divided by itself (it may serve as a percent or as a decimal).
"""

from typing import Literal

from attain.expressions.scope import Wanted
from attain.expressions.types import Kind

ValueKind = Kind | Literal["number", "ratio", "null", "span"]

NOUNS: dict[ValueKind, str] = {
    "money": "money",
    "decimal": "a decimal",
    "percent": "a percent",
    "count": "a count",
    "number": "a plain number",
    "ratio": "a ratio",
    "date": "a date",
    "text": "a text",
    "payee": "a payee",
    "bool": "yes or no",
    "null": "null",
    "span": "a length of time",
}
_WANTED: dict[Wanted, tuple[str, frozenset[ValueKind]]] = {
    "boolean": ("yes or no", frozenset({"bool"})),
    "money": ("money", frozenset({"money", "number"})),
    "number": ("a number", frozenset({"decimal", "count", "number", "ratio"})),
    "percent": ("a percent", frozenset({"percent", "ratio"})),
    "count": ("a count", frozenset({"count", "number"})),
    "date": ("a date", frozenset({"date"})),
    "text": ("a text", frozenset({"text", "payee"})),
    "payee": ("a payee", frozenset({"payee", "text"})),
    "numeric": ("a number", frozenset({"money", "decimal", "percent", "count", "number", "ratio"})),
    "any": ("a value", frozenset(set(NOUNS) - {"null", "span"})),
}
# pairs that may be added and compared although they are not the same, and what they are together
_ALIKE: dict[frozenset[ValueKind], ValueKind] = {
    frozenset({"number", "money"}): "money",
    frozenset({"number", "decimal"}): "decimal",
    frozenset({"number", "count"}): "count",
    frozenset({"number", "ratio"}): "ratio",
    frozenset({"decimal", "count"}): "decimal",
    frozenset({"ratio", "percent"}): "percent",
    frozenset({"ratio", "decimal"}): "decimal",
    frozenset({"ratio", "count"}): "decimal",
    frozenset({"text", "payee"}): "text",
}
_PURE = frozenset({"decimal", "percent", "count", "number", "ratio"})


def alike(left: ValueKind, right: ValueKind) -> ValueKind | None:
    """The kind of a sum, or of two values that are compared; None if they do not go together.

    >>> alike("money", "number"), alike("money", "percent")
    ('money', None)
    """
    return left if left == right else _ALIKE.get(frozenset({left, right}))


def product(left: ValueKind, right: ValueKind) -> ValueKind | None:
    """The kind of a product; None for money times money.

    A percent of anything but money is a percent (``1% * level``), and one of anything else a decimal.

    >>> product("money", "percent"), product("percent", "count"), product("money", "money")
    ('money', 'percent', None)
    """
    pair = {left, right}
    if left == right == "money":
        return None
    for kind in ("money", "percent"):
        if kind in pair:
            return kind
    if len(pair) == 1:
        return left
    if pair == {"number", "ratio"}:
        return "ratio"
    return "count" if pair == {"number", "count"} else "decimal"


def quotient(left: ValueKind, right: ValueKind) -> ValueKind | None:
    """The kind of a quotient: a unit over itself is a ratio; nothing but money is divided by money.

    >>> quotient("money", "money"), quotient("money", "count"), quotient("count", "money")
    ('ratio', 'money', None)
    """
    if left == right:
        return "number" if left == "number" else "ratio"
    if right == "money":
        return None
    if left in {"money", "percent"}:
        return left
    if {left, right} <= {"number", "count", "ratio"}:
        return "ratio"
    return "decimal"


def is_wanted(kind: ValueKind, wanted: Wanted) -> bool:
    """Whether a value of this kind may stand where another is wanted."""
    return kind in _WANTED[wanted][1]


def wanted_noun(wanted: Wanted) -> str:
    """What is wanted, in words."""
    return _WANTED[wanted][0]


def settled(kind: ValueKind, wanted: Wanted) -> ValueKind:
    """The kind of a result where one is wanted: a plain number becomes money where money is wanted.

    >>> settled("number", "money"), settled("ratio", "percent"), settled("number", "any")
    ('money', 'percent', 'number')
    """
    settles: dict[Wanted, ValueKind] = {"money": "money", "percent": "percent", "count": "count", "payee": "payee"}
    return settles.get(wanted, kind)
