"""What compiling one expression needs and gathers: its scope, its steps before evaluation, and its messages."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from attain.diagnostics import Code
from attain.expressions.compiling.units import NOUNS
from attain.expressions.compiling.values import Plain, Rational, Value
from attain.expressions.compiling.whole import Whole
from attain.expressions.scope import FractionOperand, LookupTable, Scope
from attain.expressions.syntax.parsed import Parsed
from attain.expressions.syntax.source import shown
from attain.expressions.syntax.tree import Node, Operation

WEIGHT_MOST = 12  # an operand that reads more columns gets a column of its own, so that expressions stay small
NO_KEY = -(2**62)  # stands for a number with more digits than a table's keys have: it is in no table


class RefusedError(Exception):
    """A problem at one node; inside this room only, it becomes a diagnostic."""

    def __init__(self, code: Code, node: Node, what: str, fix: str) -> None:
        super().__init__(what)
        self.code, self.node, self.what, self.fix = code, node, what, fix


@dataclass(frozen=True, eq=False)
class Bind:
    """A step before evaluation: calculate a column once that the expression uses several times."""

    column: str
    expr: pl.Expr


@dataclass(frozen=True, eq=False)
class Join:
    """A step before evaluation: look rows up in a table.

    It adds the value as ``column``, and ``found_column``: whether the table has a row for the keys.
    """

    column: str
    table_name: str
    table: LookupTable
    keys: tuple[pl.Expr, ...]
    dated_by: str | None

    @property
    def found_column(self) -> str:
        """The column that says whether the keys were found."""
        return f"{self.column}_found"

    def key_column(self, number: int) -> str:
        """The column that holds one of the keys."""
        return f"{self.column}_key_{number}"


Step = Bind | Join


@dataclass
class Context:
    """The state of compiling one expression."""

    parsed: Parsed
    scope: Scope
    steps: list[Step] = field(default_factory=list["Step"])
    zero_divisors: list[pl.Expr] = field(default_factory=list[pl.Expr])
    limits: dict[str, int] = field(default_factory=dict[str, int])

    def integers(self, column: str, bound: int) -> Whole:
        """Read an integer column of the frame, and remember what its proof relies on."""
        self.limits[column] = max(bound, self.limits.get(column, 0))
        return Whole.column(column, bound)

    def shown(self, node: Node) -> str:
        """Quote the author's text of a node."""
        return shown(self.parsed.text[node.at : node.end])

    def described(self, node: Node, value: Value) -> str:
        """Say what a node is: ``'amount' is money``."""
        return f"{self.shown(node)} is {NOUNS[value.kind]}"

    def column_name(self) -> str:
        """Name a new temporary column; the same expression over the same columns always names it alike."""
        names = [(name, _columns(self.scope, name)) for name in sorted(self.parsed.names)]
        digest = hashlib.blake2s(repr((self.parsed.text, names)).encode(), digest_size=5).hexdigest()
        return f"__{digest}_{len(self.steps)}"

    def light(self, value: Value) -> Value:
        """Give an operand that is cheap to use several times; a heavy one becomes a column of its own."""
        if value.weight <= WEIGHT_MOST or not isinstance(value, Rational | Plain):
            return value
        if isinstance(value, Plain):
            return replace(value, expr=self._bound(value.expr), weight=1)
        return replace(
            value, numerator=self._bound_whole(value.numerator), denominator=self._bound_whole(value.denominator)
        )

    def _bound(self, expr: pl.Expr) -> pl.Expr:
        column = self.column_name()
        self.steps.append(Bind(column, expr))
        return pl.col(column)

    def _bound_whole(self, whole: Whole) -> Whole:
        return replace(whole, value=self._bound(whole.value), weight=1) if isinstance(whole.value, pl.Expr) else whole


Handler = Callable[[Context, Operation, Sequence[Value]], Value]


def _columns(scope: Scope, name: str) -> str:
    operand = scope.names[name]
    return f"{operand.numerator}/{operand.denominator}" if isinstance(operand, FractionOperand) else operand.column
