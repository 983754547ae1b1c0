"""Functions of numbers: rounding half away from zero, remainders, sizes and extremes."""

import functools
import math
from collections.abc import Callable, Sequence

import polars as pl

from attain.expressions.compiling.choices import no_number, picked_number
from attain.expressions.compiling.context import Context, Handler, RefusedError
from attain.expressions.compiling.operands import numbers, unified
from attain.expressions.compiling.values import Plain, Rational, Value, compared, is_less, over_one_denominator
from attain.expressions.compiling.whole import Whole
from attain.expressions.problems import BAD_ARGUMENTS, WRONG_TYPE, ZERO_DIVISOR
from attain.expressions.syntax.tree import Operation

DIGITS_MOST = 9


def absolute(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """The size of a number."""
    (number,) = numbers(context, node, values)
    return Rational(number.kind, abs(number.numerator), number.denominator)


def rounded(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Round to digits after the point (before it if negative): half away from zero, floor down, ceil up."""
    number, *places = numbers(context, node, values)
    if number.kind == "percent" and not places:
        what = f"{context.described(node.parts[0], number)}: {node.operator} would leave 0% or 100%"
        raise RefusedError(BAD_ARGUMENTS, node, what, "write round(x, 2) for whole percents")
    digits = _digits(context, node, places[0]) if places else 0
    factor, divisor = 10 ** max(digits, 0), 10 ** max(-digits, 0)
    top = number.numerator * Whole.of(factor)
    bottom = number.denominator * Whole.of(divisor)
    if isinstance(bottom.value, int):
        shared = math.gcd(factor, bottom.value)
        top, bottom = number.numerator * Whole.of(factor // shared), Whole.of(bottom.value // shared)
    whole = top if bottom.is_one else _ROUNDINGS[node.operator](top, bottom)
    return Rational(number.kind, whole * Whole.of(divisor), Whole.of(factor))


def _digits(context: Context, node: Operation, places: Rational) -> int:
    digits = places.constant
    if digits is None or digits.denominator != 1 or abs(digits) > DIGITS_MOST:
        what = f"{context.shown(node.parts[1])} is not a number of digits"
        raise RefusedError(
            BAD_ARGUMENTS, node.parts[1], what, f"write a whole number from -{DIGITS_MOST} to {DIGITS_MOST}"
        )
    return int(digits)


def _half_away(top: Whole, bottom: Whole) -> Whole:
    """The nearest whole number to top / bottom; a half goes away from zero."""
    two = Whole.of(2)
    nearest = (abs(top) * two + bottom) // (bottom * two) * top.sign()
    if isinstance(nearest.value, int):
        return nearest
    least = bottom.value if isinstance(bottom.value, int) else 1
    return Whole.expression(nearest.value, top.bound // least + 1, nearest.weight)


def _down(top: Whole, bottom: Whole) -> Whole:
    return top // bottom


def _up(top: Whole, bottom: Whole) -> Whole:
    return -(-top // bottom)


_ROUNDINGS: dict[str, Callable[[Whole, Whole], Whole]] = {"round": _half_away, "floor": _down, "ceil": _up}


def modulo(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """The remainder of a division, with the sign of the first number; a row that divides by zero has no value."""
    left, right = numbers(context, node, unified(context, node.parts, numbers(context, node, values)))
    if right.constant == 0:
        raise RefusedError(ZERO_DIVISOR, node.parts[1], f"{context.shown(node)} divides by zero", "divide by another")
    if right.constant is None:
        context.zero_divisors.append(right.numerator.expr == 0)
    first, second, denominator = over_one_denominator(left, right)
    return Rational(left.kind, abs(first).remainder(abs(second)) * first.sign(), denominator)


def extreme(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """The least or greatest of numbers or dates; null if any is null."""
    settled = unified(context, node.parts, values)
    if all(isinstance(value, Plain) and value.kind == "date" for value in settled):
        days = [value for value in settled if isinstance(value, Plain)]
        return functools.reduce(lambda one, other: _earlier_or_later(node, one, other), days)
    if not all(isinstance(value, Rational) for value in settled):
        what = context.described(node.parts[0], settled[0])
        raise RefusedError(WRONG_TYPE, node.parts[0], what, f"{node.operator} takes numbers or dates")
    found = settled[0]
    for other in settled[1:]:
        found = context.light(_smaller_or_larger(node, found, other))
    return found


def _earlier_or_later(node: Operation, one: Plain, other: Plain) -> Plain:
    first, second = (one, other) if node.operator == "least" else (other, one)
    # A comparison with null is null, so neither condition holds and the result is null.
    is_first = compared("<=", first.expr, second.expr, is_literal_left=not first.weight)
    found = pl.when(is_first).then(one.expr).when(~is_first).then(other.expr)
    return Plain("date", found, 3 * (one.weight + other.weight))


def _smaller_or_larger(node: Operation, one: Value, other: Value) -> Rational:
    assert isinstance(one, Rational)
    assert isinstance(other, Rational)
    smaller, larger = (one, other) if node.operator == "least" else (other, one)
    is_first = is_less(smaller, larger)
    return picked_number([is_first, ~is_first], [one, other, no_number(one.kind)], 5 * (one.weight + other.weight))


NUMBER_FUNCTIONS: dict[str, Handler] = {
    "abs": absolute,
    "round": rounded,
    "floor": rounded,
    "ceil": rounded,
    "mod": modulo,
    "least": extreme,
    "greatest": extreme,
}
