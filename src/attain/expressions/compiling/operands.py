"""Operands as an operator needs them: numbers, dates, conditions, or all of one kind; anything else is refused."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from attain.expressions.compiling.context import Context, RefusedError
from attain.expressions.compiling.units import ValueKind, alike
from attain.expressions.compiling.values import Null, Plain, Rational, Value
from attain.expressions.problems import BAD_DAY, MIXED_UNITS, NULL_OPERAND, WRONG_TYPE
from attain.expressions.syntax.source import shown
from attain.expressions.syntax.tokens import day_of
from attain.expressions.syntax.tree import Node, Operation

Operand = tuple[Node, Value]
_SPOKEN = {"negative": "minus", "+": "a sum", "-": "a difference", "*": "a product", "/": "a division"}


def numbers(context: Context, node: Operation, values: Sequence[Value]) -> list[Rational]:
    """Take the operands as numbers; refuse anything else."""
    found: list[Rational] = []
    for part, value in zip(node.parts, values, strict=True):
        if not isinstance(value, Rational):
            raise _refused_operand(context, part, value, f"{_SPOKEN.get(node.operator, node.operator)} takes numbers")
        found.append(value)
    return found


def dates(context: Context, node: Operation, values: Sequence[Value]) -> list[Plain]:
    """Take the operands as dates, an ISO text among them; refuse anything else."""
    found: list[Plain] = []
    for part, value in zip(node.parts, values, strict=True):
        day = _as_date(part, value)
        if day is None:
            raise _refused_operand(context, part, value, f"{node.operator} takes dates")
        found.append(day)
    return found


def truths(context: Context, node: Operation, values: Sequence[Value]) -> list[Plain]:
    """Take the operands as conditions; refuse anything else."""
    found: list[Plain] = []
    for part, value in zip(node.parts, values, strict=True):
        if not isinstance(value, Plain) or value.kind != "bool":
            raise _refused_operand(context, part, value, f"{node.operator} joins conditions, such as amount > 0")
        found.append(value)
    return found


def _refused_operand(context: Context, part: Node, value: Value, fix: str) -> RefusedError:
    if isinstance(value, Null):
        return RefusedError(NULL_OPERAND, part, "null is no value", "ask with is null, or is not null")
    return RefusedError(WRONG_TYPE, part, context.described(part, value), fix)


def _as_date(part: Node, value: Value) -> Plain | None:
    """The value as a date; None if it is none. A text literal is read as an ISO date."""
    if not isinstance(value, Plain):
        return None
    if value.kind == "date":
        return value
    if not isinstance(value.constant, str):
        return None
    day = day_of(value.constant)
    if day is None:
        fix = "write a date as '2026-01-31'"
        raise RefusedError(BAD_DAY, part, f"{shown(value.constant)} is not a date", fix)
    return Plain("date", pl.lit(day), constant=day)


def unified(context: Context, parts: Sequence[Node], values: Sequence[Value]) -> list[Value]:
    """Bring operands to one kind, so that they can be compared or chosen between.

    A text literal beside a date is read as one; a plain 0 goes with every unit.

    Raises:
        RefusedError: two of them do not go together, or one is null.
    """
    if any(isinstance(value, Plain) and value.kind == "date" for value in values):
        values = [_as_date(part, value) or value for part, value in zip(parts, values, strict=True)]
    pairs = list(zip(parts, values, strict=True))
    for part, value in pairs:
        if not isinstance(value, Rational | Plain):
            raise _refused_operand(context, part, value, "add it to a date: close_date + 90 days")
    first, *others = [pair for pair in pairs if not _is_zero(pair[1])] or pairs
    kind = first[1].kind
    for other in [*others, *(pair for pair in pairs if _is_zero(pair[1]))]:
        kind = _together(context, kind, first, other)
    return [value.as_kind(kind) if isinstance(value, Rational) else value for value in values]


def _together(context: Context, kind: ValueKind, first: Operand, other: Operand) -> ValueKind:
    if _is_zero(other[1]) and isinstance(first[1], Rational):
        return kind
    found = alike(kind, other[1].kind)
    if found is None:
        raise mixed(context, first, other)
    return found


def _is_zero(value: Value) -> bool:
    return isinstance(value, Rational) and value.kind == "number" and value.constant == 0


def _as_percent(*values: Value) -> str:
    """Write the plain number among two values as the percent that is meant: 1 is 100%, 0.9 and 90 are 90%."""
    numbers = [one.constant for one in values if isinstance(one, Rational) and one.kind == "number" and one.constant]
    percent = next((n * 100 if abs(n) <= 2 else n for n in numbers), Fraction(90))
    return f"{percent}%" if percent.denominator == 1 else "90%"


def mixed(context: Context, left: Operand, right: Operand) -> RefusedError:
    """The refusal of two values that do not go together."""
    what = f"{context.described(*left)} and {context.described(*right)}"
    kinds = {left[1].kind, right[1].kind}
    if not (isinstance(left[1], Rational) and isinstance(right[1], Rational)):
        fixes = {"date": "write a date as '2026-01-31'", "text": "write a text in single quotes, a number without"}
        fix = next((fix for kind, fix in fixes.items() if kind in kinds), "use values of one type")
        return RefusedError(WRONG_TYPE, right[0], what, fix)
    if kinds == {"percent", "number"}:
        fix = f"write a percent with its sign: {_as_percent(left[1], right[1])}"
    elif kinds == {"percent", "money"}:
        fix = "take the percent of an amount: amount * 8%"
    else:
        fix = "add and compare only what counts the same thing"
    return RefusedError(MIXED_UNITS, right[0], what, fix)
