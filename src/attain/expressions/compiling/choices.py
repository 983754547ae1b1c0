"""Choosing between values: ``case when``, ``coalesce``, and what they share with ``least`` and ``greatest``."""

import functools
import math
from collections.abc import Sequence

import polars as pl

from attain.expressions.compiling.context import Context, Handler, RefusedError
from attain.expressions.compiling.operands import truths, unified
from attain.expressions.compiling.units import ValueKind
from attain.expressions.compiling.values import Null, Plain, Rational, Value
from attain.expressions.compiling.whole import Whole
from attain.expressions.problems import NULL_OPERAND
from attain.expressions.syntax.tree import Operation

_DTYPES: dict[ValueKind, pl.DataType] = {
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "text": pl.String(),
    "payee": pl.String(),
}


def case(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Take the value of the first condition that holds, else the last; a null condition does not hold."""
    conditions = Operation(node.at, node.end, "case", node.parts[:-1:2])
    holding = truths(context, conditions, values[:-1:2])
    results = [*values[1::2], values[-1]]
    parts = [*node.parts[1::2], node.parts[-1]]
    known = [index for index, value in enumerate(results) if not isinstance(value, Null)]
    if not known:
        raise RefusedError(NULL_OPERAND, node, "every value of case is null", "write a value after then")
    settled = unified(context, [parts[i] for i in known], [results[i] for i in known])
    chosen = dict(zip(known, settled, strict=True))
    return _picked(holding, [chosen.get(index, Null(settled[0].kind)) for index in range(len(results))])


def coalesce(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Take the first value that is not null."""
    settled = unified(context, node.parts, values)
    return _picked([_presence(value) for value in settled[:-1]], settled)


def _presence(value: Value) -> Plain:
    """Whether a value is there; known at once where it reads no column."""
    expr = (
        value.numerator.expr
        if isinstance(value, Rational)
        else value.expr
        if isinstance(value, Plain)
        else pl.lit(None)
    )
    if value.weight:
        return Plain("bool", expr.is_not_null(), value.weight)
    is_present = pl.select(expr).item() is not None
    return Plain("bool", pl.lit(is_present), constant=is_present)


def _picked(conditions: Sequence[Plain], values: Sequence[Value]) -> Value:
    """Choose a value by the first condition that holds; the last value if none does."""
    used: list[Plain] = []
    chosen: list[Value] = []
    for condition, value in zip(conditions, values[:-1], strict=True):
        if condition.weight:
            used.append(condition)
            chosen.append(value)
        elif condition.constant is True:
            chosen.append(value)
            break
    else:
        chosen.append(values[-1])
    # A condition that is not needed does not count: without columns the result is a literal, and is treated as one.
    weight = sum(value.weight for value in [*used, *chosen])
    exprs = [condition.expr.fill_null(False) for condition in used]
    plain = next((value for value in values if isinstance(value, Plain)), None)
    if plain:
        nothing = pl.lit(None, dtype=_DTYPES[plain.kind])
        found = [value.expr if isinstance(value, Plain) else nothing for value in chosen]
        return Plain(plain.kind, _chain(exprs, found), weight)
    kind = next(value for value in values if isinstance(value, Rational)).kind
    return picked_number(exprs, [value if isinstance(value, Rational) else no_number(kind) for value in chosen], weight)


def no_number(kind: ValueKind) -> Rational:
    """A number that is null in every row."""
    return Rational(kind, Whole(pl.lit(None, dtype=pl.Int64), 0), Whole.of(1))


def picked_number(conditions: list[pl.Expr], values: Sequence[Rational], weight: int) -> Rational:
    """Choose a number by the first condition that holds; the last number if none does."""
    kind = values[0].kind
    scales = [value.scale for value in values if value.scale is not None]
    if len(scales) == len(values):
        scale = math.lcm(*scales)
        tops = [value.numerator * Whole.of(scale // (value.scale or 1)) for value in values]
        return Rational(kind, _chosen(conditions, tops, weight), Whole.of(scale))
    top = _chosen(conditions, [value.numerator for value in values], weight)
    return Rational(kind, top, _chosen(conditions, [value.denominator for value in values], weight))


def _chosen(conditions: list[pl.Expr], values: Sequence[Whole], weight: int) -> Whole:
    if not conditions:
        return values[0]
    widest = Whole.of(max(value.bound for value in values))
    return Whole(_chain(conditions, [value.comparable(widest)[0] for value in values]), widest.bound, weight)


def _chain(conditions: list[pl.Expr], values: Sequence[pl.Expr]) -> pl.Expr:
    """Nest when, then, otherwise from the last to the first."""
    pairs = list(zip(conditions, values[:-1], strict=True))
    return functools.reduce(
        lambda rest, pair: pl.when(pair[0]).then(pair[1]).otherwise(rest), reversed(pairs), values[-1]
    )


CHOICES: dict[str, Handler] = {"case": case, "coalesce": coalesce}
