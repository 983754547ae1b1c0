"""A read expression to Polars: names found, units checked, every number an exact fraction with a proven size.

>>> from attain.diagnostics import Place
>>> from attain.expressions import ColumnType, parse
>>> parsed, _ = parse("amount * 8%", Place("ae.yaml", 8, 20))
>>> scope = Scope.of_columns({"amount": ColumnType("money", scale=2, max_abs=90_000)})
>>> compiled, problems = compile_expression(parsed, scope, "money")
>>> compiled.kind, compiled.denominator, compiled.bound  # 900.00 * 2/25 = 180000 / 2500
('money', 1250, 90000)
"""

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, in_order
from attain.expressions.compiling.choices import CHOICES, no_number
from attain.expressions.compiling.context import Context, Handler, Join, RefusedError, Step
from attain.expressions.compiling.dates import DATE_FUNCTIONS
from attain.expressions.compiling.functions import NUMBER_FUNCTIONS
from attain.expressions.compiling.lookups import look_up
from attain.expressions.compiling.operators import OPERATORS
from attain.expressions.compiling.units import NOUNS, ValueKind, is_wanted, settled, wanted_noun
from attain.expressions.compiling.values import Null, Plain, Rational, Shift, Value, divided
from attain.expressions.compiling.whole import OutOfBoundsError, Whole
from attain.expressions.problems import NOT_WANTED, OUT_OF_BOUNDS, UNKNOWN_NAME
from attain.expressions.scope import FractionOperand, Operand, Scope, Wanted
from attain.expressions.syntax.parsed import Parsed
from attain.expressions.syntax.source import Source
from attain.expressions.syntax.tree import Literal, Name, Node, Operation, Span, bottom_up

HANDLERS: dict[str, Handler] = {**OPERATORS, **CHOICES, **NUMBER_FUNCTIONS, **DATE_FUNCTIONS, "lookup": look_up}


@dataclass(frozen=True, eq=False)
class Compiled:
    """An expression ready to evaluate on a frame that :func:`prepare` has added its columns to.

    A number is ``numerator / denominator``: exact, null where the numerator is null, the denominator positive
    elsewhere. Each is Int64 while its bound is below 2**62 and Int128 from there on; a constant is a literal of one
    row, so use ``with_columns``.

    Attributes:
        parsed: the expression it was made from.
        kind: what the result is; a plain number where money is wanted is money.
        numerator: of a number; None for anything else.
        denominator: of a number: a constant, or an expression where the expression divides by a column.
        bound: no absolute numerator is larger.
        denominator_bound: no denominator is larger.
        expr: of a condition, date or text; None for a number.
        steps: what ``prepare`` does, in order.
        zero_divisors: for each division by something that varies, in which rows it is by zero.
        operands: for each name, in which rows it is null.
        limits: for each integer column it reads, the largest absolute value its proof allows.
    """

    parsed: Parsed
    kind: ValueKind
    numerator: pl.Expr | None = None
    denominator: int | pl.Expr = 1
    bound: int = 0
    denominator_bound: int = 1
    expr: pl.Expr | None = None
    steps: tuple[Step, ...] = ()
    zero_divisors: tuple[pl.Expr, ...] = ()
    operands: dict[str, pl.Expr] = field(default_factory=dict[str, pl.Expr])
    limits: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def joins(self) -> tuple[Join, ...]:
        """The tables that ``prepare`` looks rows up in."""
        return tuple(step for step in self.steps if isinstance(step, Join))

    @property
    def result(self) -> pl.Expr:
        """The numerator or the plain value: null where the result is."""
        found = self.expr if self.numerator is None else self.numerator
        assert found is not None
        return found


def check(parsed: Parsed, scope: Scope, wanted: Wanted) -> list[Diagnostic]:
    """Report unknown names, units that do not go together, and a result of another kind than wanted."""
    return compile_expression(parsed, scope, wanted)[1]


def compile_expression(parsed: Parsed, scope: Scope, wanted: Wanted) -> tuple[Compiled | None, list[Diagnostic]]:
    """Compile a read expression for the columns of a scope.

    Args:
        parsed: the expression.
        scope: what its names stand for; the sizes of the columns prove that nothing overflows.
        wanted: the kind of value needed.

    Returns:
        The compiled expression, or None with at least one diagnostic; all problems are found at once.
    """
    source = Source(parsed.text, parsed.place)
    context = Context(parsed, scope)
    root = _value(context, source)
    if root is not None and not is_wanted(root.kind, wanted) and not _is_zero_percent(root, wanted):
        source.report(NOT_WANTED, 0, f"the expression is {NOUNS[root.kind]}", _fix_of_wanted(root, wanted))
    if root is None or source.problems:
        return None, in_order(source.problems)
    return _finished(context, root, settled(root.kind, wanted)), []


def constant(parsed: Parsed) -> Fraction | None:
    """The value of an expression without names, such as ``8%`` (2/25) or ``-3.5``; None if it has no such value.

    >>> from attain.diagnostics import Place
    >>> from attain.expressions.syntax import parse
    >>> constant(parse("-3.5", Place("ae.yaml"))[0])
    Fraction(-7, 2)
    """
    root = _value(Context(parsed, Scope()), Source(parsed.text, parsed.place))
    return root.constant if isinstance(root, Rational) else None


def is_percent(parsed: Parsed) -> bool:
    """Say whether an expression without names is a percent, such as ``8%``.

    >>> from attain.diagnostics import Place
    >>> from attain.expressions.syntax import parse
    >>> is_percent(parse("8%", Place("ae.yaml"))[0]), is_percent(parse("8", Place("ae.yaml"))[0])
    (True, False)
    """
    root = _value(Context(parsed, Scope()), Source(parsed.text, parsed.place))
    return root is not None and root.kind == "percent"


def _value(context: Context, source: Source) -> Value | None:
    """Calculate every node from its operands; a node with a failed operand has no value and no second message."""
    values: dict[Node, Value | None] = {}
    for node in bottom_up(context.parsed.root):
        operands = [values[part] for part in node.parts]
        known = [value for value in operands if value is not None]
        values[node] = _guarded(context, source, node, known) if len(known) == len(operands) else None
    return values[context.parsed.root]


def _guarded(context: Context, source: Source, node: Node, operands: list[Value]) -> Value | None:
    """The value of one node; a refusal becomes a diagnostic at its place."""
    try:
        value = _folded(_value_of(context, node, operands))
        return value if node is context.parsed.root else context.light(value)
    except RefusedError as refused:
        source.report(refused.code, refused.node.at, refused.what, refused.fix)
    except OutOfBoundsError:
        what = f"{context.shown(node)} can exceed 38 digits with the amounts in these columns"
        fix = "round a part of it, or divide before multiplying; check the columns for amounts that are far too large"
        source.report(OUT_OF_BOUNDS, node.at, what, fix)
    return None


def _folded(value: Value) -> Value:
    """Calculate a value that reads no column once, here: the engine does not broadcast all of its functions."""
    if value.weight or not isinstance(value, Rational | Plain):
        return value
    if isinstance(value, Plain):
        return value if value.constant is not None else _folded_plain(value)
    if value.constant is not None:
        return value
    top, bottom = pl.select(value.numerator.expr).item(), pl.select(value.denominator.expr).item()
    if top is None:
        return no_number(value.kind)
    return Rational.of(value.kind, Fraction(top, bottom))


def _folded_plain(value: Plain) -> Plain:
    found = pl.select(value.expr).to_series()
    # A calculated text is not a literal: it is not read as a date.
    known = None if value.kind == "text" else found.item()
    return replace(value, expr=pl.lit(found.item(), dtype=found.dtype), constant=known)


def _value_of(context: Context, node: Node, operands: list[Value]) -> Value:
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Span):
        return Shift(node.number, node.unit)
    if isinstance(node, Name):
        return _named(context, node)
    assert isinstance(node, Operation)
    return HANDLERS[node.operator](context, node, operands)


def _literal(node: Literal) -> Value:
    value = node.value
    if value is None:
        return Null()
    if isinstance(value, Fraction):
        return Rational.of("percent" if node.is_percent else "number", value)
    if isinstance(value, bool):
        return Plain("bool", pl.lit(value), constant=value)
    return Plain("text" if isinstance(value, str) else "date", pl.lit(value), constant=value)


def _named(context: Context, node: Name) -> Value:
    operand = context.scope.names.get(node.name)
    if isinstance(operand, FractionOperand):
        top = context.integers(operand.numerator, operand.numerator_max_abs)
        bottom = context.integers(operand.denominator, operand.denominator_max_abs)
        one = Whole.of(1)
        return divided(Rational(operand.kind, top, one), Rational("number", bottom, one), operand.kind)
    if isinstance(operand, Operand):
        return _column(context, operand)
    raise RefusedError(UNKNOWN_NAME, node, *_unknown(context, node))


def _column(context: Context, operand: Operand) -> Value:
    kind = operand.type
    if not kind.is_number:
        return Plain(kind.kind, pl.col(operand.column), 1)
    return Rational(kind.kind, context.integers(operand.column, kind.max_abs), Whole.of(10**kind.scale))


def _unknown(context: Context, node: Name) -> tuple[str, str]:
    """What to say about a name that stands for nothing: why it is not here, or the nearest one, or what there is."""
    scope, shown_name = context.scope, context.shown(node)
    if node.name in scope.refused:
        return f"{shown_name} cannot be used here", scope.refused[node.name]
    owner, dot, last = node.name[:60].rpartition(".")
    beside = {name.rpartition(".")[2].lower(): name for name in scope.names if dot and name.startswith(f"{owner}.")}
    by_lower = beside or {name.lower(): name for name in scope.names}
    close = get_close_matches((last if beside else node.name[:60]).lower(), by_lower, n=1)
    if beside and not close:
        fix = f"of '{owner}' there are {', '.join(sorted(beside.values())[:12])}"
    elif close:
        fix = f"did you mean {by_lower[close[0]]}? A text stands in single quotes: '{node.name[:40]}'"
    elif scope.names:
        some = sorted(scope.names)[:12]
        rest = ", .." if len(scope.names) > len(some) else ""
        fix = f"the names are {', '.join(some)}{rest}; a text stands in single quotes"
    else:
        fix = "no column can be named here; write a number"
    return f"{shown_name} is not a name known in {scope.title}", fix


def _is_zero_percent(root: Value, wanted: Wanted) -> bool:
    return wanted == "percent" and isinstance(root, Rational) and root.kind == "number" and root.constant == 0


def _fix_of_wanted(root: Value, wanted: Wanted) -> str:
    if wanted == "percent" and isinstance(root, Rational) and root.kind in {"number", "decimal", "count"}:
        example = f"{root.constant}%" if root.constant and root.constant.denominator == 1 else "8.5%"
        return f"write a percent with its sign, such as {example}, or multiply by 100%"
    if wanted == "boolean":
        return "write a condition, such as amount > 0"
    return f"write {wanted_noun(wanted)}"


def _finished(context: Context, root: Value, kind: ValueKind) -> Compiled:
    gathered = Compiled(
        context.parsed,
        kind,
        steps=tuple(context.steps),
        zero_divisors=tuple(context.zero_divisors),
        operands={name: _is_null(context.scope.names[name]) for name in sorted(context.parsed.names)},
        limits=context.limits,
    )
    if isinstance(root, Rational):
        return replace(
            gathered,
            numerator=root.numerator.expr,
            denominator=root.denominator.value,
            bound=root.numerator.bound,
            denominator_bound=root.denominator.bound,
        )
    assert isinstance(root, Plain)
    return replace(gathered, expr=root.expr)


def _is_null(operand: Operand | FractionOperand) -> pl.Expr:
    if isinstance(operand, Operand):
        return pl.col(operand.column).is_null()
    top, bottom = pl.col(operand.numerator), pl.col(operand.denominator)
    return top.is_null() | bottom.is_null() | (bottom == 0)
