"""The nodes of an expression after reading: five shapes, each knowing its piece of the author's text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Constant = Fraction | str | date | bool | None


@dataclass(frozen=True, eq=False)
class Node:
    """A piece of an expression: it begins at character ``at`` of the text and ends before ``end``."""

    at: int
    end: int

    @property
    def parts(self) -> tuple["Node", ...]:
        """The nodes directly below this one."""
        return ()


@dataclass(frozen=True, eq=False)
class Literal(Node):
    """A constant: an exact number, a text, a day, true or false, or null."""

    value: Constant
    is_percent: bool = False


@dataclass(frozen=True, eq=False)
class Name(Node):
    """A name as written, such as ``amount`` or ``payee.title``."""

    name: str


@dataclass(frozen=True, eq=False)
class Span(Node):
    """A number of days or months, as in ``+ 90 days``; a year is twelve months."""

    number: int
    unit: str


@dataclass(frozen=True, eq=False)
class Operation(Node):
    """An operator or function over its operands.

    ``operator`` is a sign (``+``), ``negative``, a word (``and``, ``is null``, ``case``) or a function's name.
    The operands of ``case`` are condition, value, condition, value, .., and the value of ``else``.
    ``word`` is the unit of ``start_of`` and ``end_of`` and the table of ``lookup``.
    """

    operator: str
    operands: tuple[Node, ...]
    word: str = ""

    @property
    def parts(self) -> tuple[Node, ...]:
        """The operands."""
        return self.operands


def bottom_up(root: Node) -> list[Node]:
    """List every node once, operands before the operation that uses them; needs no recursion."""
    listed: dict[Node, None] = {}
    waiting = [(root, False)]
    while waiting:
        node, is_open = waiting.pop()
        if is_open:
            listed.setdefault(node)
        elif node not in listed:
            waiting.append((node, True))
            waiting.extend((part, False) for part in reversed(node.parts))
    return list(listed)


def names_in(root: Node) -> Iterator[str]:
    """Give the names an expression uses, as written."""
    return (node.name for node in bottom_up(root) if isinstance(node, Name))
