"""Arithmetic as a person writes it beside an expected payment: `30000 * 4% + min(250 * 2, 400)`, exactly."""

import ast
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: left / right,
}
FUNCTIONS: dict[str, Callable[..., Fraction]] = {"min": min, "max": max}


def worked(text: str) -> Fraction:
    """Return what an expression of numbers comes to.

    >>> worked("30000 * 4% + min(250 * 2, 400)")
    Fraction(1600, 1)

    Raises:
        ValueError: there is something other than numbers, percents, `+ - * /`, parentheses, min, max and cents.
    """
    return _value(ast.parse(PERCENT.sub(r"(\1/100)", text), mode="eval").body, text)


def cents(exact: Fraction) -> Decimal:
    """Round to whole cents, half away from zero.

    >>> cents(Fraction("0.125")), cents(Fraction("-0.125"))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    sign = -1 if exact < 0 else 1
    whole = int(abs(exact) * 100 + Fraction(1, 2))
    return (Decimal(sign * whole) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _value(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()):
            return Fraction(ast.get_source_segment(PERCENT.sub(r"(\1/100)", text), node) or "")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, text), _value(right, text))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, text)
        case ast.Call(func=ast.Name(id=name), args=parts) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_value(part, text) for part in parts))
        case ast.Call(func=ast.Name(id="cents"), args=[part]):
            return Fraction(cents(_value(part, text)))
        case _:
            raise ValueError(f"'{ast.unparse(node)}' is no arithmetic, in {text!r}")
