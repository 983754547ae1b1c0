"""From the author's text to a tree of allowed nodes, every one with its place."""

from attain.expressions.syntax.parsed import Parsed, parse
from attain.expressions.syntax.tree import Literal, Name, Node, Operation, Span

__all__ = ["Literal", "Name", "Node", "Operation", "Parsed", "Span", "parse"]
