"""Contradictions: conditions whose parts exclude each other, so that they hold for nobody.

``type = 'New' and type = 'Renewal'``, ``term_months >= 24 and term_months < 12``, ``1 = 2``.
Only parts that are joined by ``and`` and compare a name with a value are looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from attain.diagnostics import Diagnostic
from attain.documents import Text, place_of
from attain.expressions.syntax.tree import Literal, Name, Node, Operation
from attain.questions.lint.context import Context
from attain.questions.lint.problems import HOLDS_NOWHERE
from attain.questions.lint.texts import expressions_of
from attain.runs.inputs.evaluation import parsed_of

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
Value = Fraction | str | date


@dataclass(frozen=True)
class Compared:
    """A name, compared with a value."""

    name: str
    sign: str
    value: Value

    def excludes(self, other: "Compared") -> bool:
        """Whether no value of the name satisfies both."""
        if self.name != other.name or type(self.value) is not type(other.value):
            return False
        signs = (self.sign, other.sign)
        if signs == ("=", "="):
            return self.value != other.value
        if self.sign == "=":
            return not _holds(self.value, other.sign, other.value)
        if self.sign in {">", ">="} and other.sign in {"<", "<="}:
            is_open = ">" in signs or "<" in signs
            return _holds(self.value, ">=" if is_open else ">", other.value)
        return False


def contradictions(context: Context) -> Iterator[Diagnostic]:
    """Find the conditions of a plan that can never hold."""
    for written in expressions_of(context.plan):
        said = contradiction(written.text) if written.is_condition else None
        if said is not None and written.path[:3] != ("payment", "draw", "recover"):
            what = f"'{written.key}: {written.text}' never holds: {said}"
            fix = "correct the condition; where one of several may hold write 'or' or 'in (...)'"
            yield Diagnostic.of(HOLDS_NOWHERE, place_of(written.text), what, fix)


def contradiction(text: Text) -> str | None:
    """Say which parts of a condition exclude each other; None where none do."""
    parsed, _ = parsed_of(text)
    if parsed is None:
        return None
    parts = list(_joined(parsed.root))
    for part in parts:
        if _is_false(part):
            return f"'{str(text)[part.at : part.end]}' is false"
    compared = [(part, found) for part in parts if (found := _compared(part)) is not None]
    return _clash(text, compared)


def _clash(text: Text, compared: Sequence[tuple[Node, Compared]]) -> str | None:
    for left, one in compared:
        for right, other in compared:
            if left is not right and one.excludes(other):
                first, second = sorted((left, right), key=lambda node: node.at)
                written = str(text)
                return f"'{written[first.at : first.end]}' excludes '{written[second.at : second.end]}'"
    return None


def _joined(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Operation) and node.operator == "and":
            waiting = [*node.operands, *waiting]
        else:
            yield node


def _compared(node: Node) -> Compared | None:
    if not isinstance(node, Operation) or node.operator not in _TURNED or len(node.operands) != 2:
        return None
    left, right = node.operands
    sign = node.operator
    if isinstance(left, Literal) and isinstance(right, Name):
        left, right, sign = right, left, _TURNED[sign]
    if not isinstance(left, Name) or not isinstance(right, Literal):
        return None
    value = right.value
    return Compared(left.name, sign, value) if isinstance(value, (Fraction, str, date)) else None


def _is_false(node: Node) -> bool:
    if isinstance(node, Literal):
        return node.value is False
    if not isinstance(node, Operation) or node.operator not in _TURNED or len(node.operands) != 2:
        return False
    left, right = node.operands
    if not isinstance(left, Literal) or not isinstance(right, Literal) or type(left.value) is not type(right.value):
        return False
    values = (left.value, right.value)
    if not isinstance(values[0], (Fraction, str, date)) or not isinstance(values[1], (Fraction, str, date)):
        return False
    return not _holds(values[0], node.operator, values[1])


def _holds(left: Value, sign: str, right: Value) -> bool:
    order = _order(left, right)
    return {"=": order == 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def _order(left: Value, right: Value) -> int:
    """Return -1, 0 or 1; values of different types are told apart before."""
    match left, right:
        case (Fraction(), Fraction()) | (str(), str()) | (date(), date()):
            low, high = sorted((left, right))
            return 0 if low == high else (-1 if left == low else 1)
        case _:
            return 0
