"""The operators: arithmetic with units, comparison, three-valued logic, and choosing between values."""

import functools
import re
from collections.abc import Sequence

import polars as pl

from attain.expressions.compiling.context import Context, Handler, RefusedError
from attain.expressions.compiling.dates import shifted
from attain.expressions.compiling.operands import numbers, truths, unified
from attain.expressions.compiling.units import product, quotient
from attain.expressions.compiling.values import (
    Plain,
    Rational,
    Shift,
    Value,
    compared,
    divided,
    is_equal,
    is_less,
    multiplied,
    total,
)
from attain.expressions.problems import BAD_ARGUMENTS, MIXED_UNITS, WRONG_TYPE, ZERO_DIVISOR
from attain.expressions.syntax.tree import Operation


def add(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Add or subtract numbers of one unit, or shift a date."""
    left, right = values
    if isinstance(right, Shift):
        return shifted(context, node, left, right)
    if any(isinstance(value, Plain) and value.kind == "date" for value in values):
        fix = "write close_date + 90 days, or days_between(later, earlier)"
        raise RefusedError(WRONG_TYPE, node, f"{context.shown(node)} adds or subtracts a date", fix)
    first, second = numbers(context, node, unified(context, node.parts, numbers(context, node, values)))
    return total(first, _negated(second) if node.operator == "-" else second, first.kind)


def negative(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Change the sign of a number."""
    return _negated(numbers(context, node, values)[0])


def _negated(number: Rational) -> Rational:
    return Rational(number.kind, -number.numerator, number.denominator)


def multiply(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Multiply numbers; money only by something that is not money."""
    left, right = numbers(context, node, values)
    kind = product(left.kind, right.kind)
    if kind is None:
        what = f"{context.shown(node)} multiplies money by money"
        raise RefusedError(MIXED_UNITS, node, what, "multiply money by a percent, a count or a plain number")
    return multiplied(left, right, kind)


def divide(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Divide numbers exactly; a row that divides by zero has no value."""
    left, right = numbers(context, node, values)
    kind = quotient(left.kind, right.kind)
    if kind is None:
        what = f"{context.described(node.parts[0], left)} and is divided by money"
        raise RefusedError(MIXED_UNITS, node, what, "only money is divided by money")
    if right.constant is not None:
        if right.constant == 0:
            raise RefusedError(
                ZERO_DIVISOR, node.parts[1], f"{context.shown(node)} divides by zero", "divide by another"
            )
        return multiplied(left, Rational.of(right.kind, 1 / right.constant), kind)
    context.zero_divisors.append(right.numerator.expr == 0)
    return divided(left, right, kind)


def compare(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Compare two values of one kind; null if either is."""
    left, right = unified(context, node.parts, values)
    weight = left.weight + right.weight
    return Plain("bool", _comparison(context, node, left, right), weight)


def _comparison(context: Context, node: Operation, left: Value, right: Value) -> pl.Expr:
    sign = node.operator
    if isinstance(left, Rational) and isinstance(right, Rational):
        equal, less, more = (
            functools.partial(is_equal, left, right),
            functools.partial(is_less, left, right),
            functools.partial(is_less, right, left),
        )
        tests = {"=": equal, "<>": lambda: ~equal(), "<": less, ">": more, "<=": lambda: ~more(), ">=": lambda: ~less()}
        return tests[sign]()
    assert isinstance(left, Plain)
    assert isinstance(right, Plain)
    if left.kind == "bool" and sign not in {"=", "<>"}:
        raise RefusedError(WRONG_TYPE, node, f"{context.shown(node)} orders yes and no", "use and, or, not")
    return compared(sign, left.expr, right.expr, is_literal_left=not left.weight)


def is_in(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Say whether a value is one of a list; null if it is null, or if it is none of a list with a null."""
    item, *options = unified(context, node.parts, values)
    weight = item.weight + sum(option.weight for option in options)
    constants = [option.constant for option in options if isinstance(option, Plain)]
    if isinstance(item, Plain) and options and None not in constants:
        return Plain("bool", item.expr.is_in(constants), weight)
    equal = Operation(node.at, node.end, "=", node.operands)
    found = [_comparison(context, equal, item, option) for option in options]
    return Plain("bool", functools.reduce(lambda one, other: one | other, found), len(options) * item.weight + weight)


def is_null(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Say whether a value is absent; never null."""
    value = values[0]
    if isinstance(value, Rational):
        return Plain("bool", value.numerator.expr.is_null(), value.weight)
    if isinstance(value, Plain):
        return Plain("bool", value.expr.is_null(), value.weight)
    raise RefusedError(WRONG_TYPE, node, context.described(node.parts[0], value), "ask it of a column")


def is_like(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Match a text: ``%`` is any text, ``_`` any one character, a backslash before either takes it literally."""
    item, pattern = values
    if not isinstance(item, Plain) or item.kind not in {"text", "payee"}:
        raise RefusedError(WRONG_TYPE, node.parts[0], context.described(node.parts[0], item), "like matches texts")
    if not isinstance(pattern, Plain) or not isinstance(pattern.constant, str):
        what = f"{context.shown(node.parts[1])} is not a pattern"
        raise RefusedError(BAD_ARGUMENTS, node.parts[1], what, "write the pattern as a text: type like 'New%'")
    return Plain("bool", item.expr.str.contains(_regex(pattern.constant)), item.weight)


def _regex(pattern: str) -> str:
    r"""The anchored regular expression of a SQL pattern.

    >>> _regex("50\\%_x%")
    '(?s)^50%.x.*$'
    """
    wild = {"%": ".*", "_": "."}
    pieces = re.findall(r"\\.|.", pattern, flags=re.DOTALL)
    return f"(?s)^{''.join(wild.get(piece) or _escaped(piece[-1]) for piece in pieces)}$"


def _escaped(character: str) -> str:
    return f"\\{character}" if character in r"\.+*?()|[]{}^$" else character


def join(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Join two conditions: false and unknown is false, true or unknown is true, else unknown stays unknown."""
    left, right = truths(context, node, values)
    joined = left.expr & right.expr if node.operator == "and" else left.expr | right.expr
    return Plain("bool", joined, left.weight + right.weight)


def negate(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Turn a condition round; unknown stays unknown."""
    (value,) = truths(context, node, values)
    return Plain("bool", ~value.expr, value.weight)


OPERATORS: dict[str, Handler] = {
    "+": add,
    "-": add,
    "*": multiply,
    "/": divide,
    "negative": negative,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), compare),
    "in": is_in,
    "is null": is_null,
    "like": is_like,
    "and": join,
    "or": join,
    "not": negate,
}
