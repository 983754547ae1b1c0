"""``lookup('table', key, ..)``: one row of a table by its keys, at the row's date if the table is dated."""

from collections.abc import Sequence
from difflib import get_close_matches

import polars as pl

from attain.expressions.compiling.context import NO_KEY, Context, Join, RefusedError
from attain.expressions.compiling.operands import unified
from attain.expressions.compiling.units import NOUNS
from attain.expressions.compiling.values import Plain, Rational, Value
from attain.expressions.compiling.whole import INT64_BELOW, Whole
from attain.expressions.problems import UNKNOWN_TABLE, WRONG_TYPE
from attain.expressions.scope import LookupTable
from attain.expressions.syntax.source import shown
from attain.expressions.syntax.tree import Node, Operation
from attain.expressions.types import ColumnType


def look_up(context: Context, node: Operation, values: Sequence[Value]) -> Value:
    """Take the value of the row whose keys are equal; null if a key is null or there is no such row."""
    table = _table(context, node)
    if len(values) != len(table.keys):
        count = f"{len(table.keys)} key{'' if len(table.keys) == 1 else 's'}"
        what = f"table {shown(node.word)} has {count}, the lookup gives {len(values)}"
        raise RefusedError(UNKNOWN_TABLE, node, what, "give every key, in the table's order")
    keys = [_key(context, part, value, kind) for part, value, kind in zip(node.parts, values, table.keys, strict=True)]
    join = Join(context.column_name(), node.word, table, tuple(keys), context.scope.dated_by)
    context.steps.append(join)
    if not table.value.is_number:
        return Plain(table.value.kind, pl.col(join.column), 1)
    return Rational(table.value.kind, Whole.column(join.column, _largest(table)), Whole.of(10**table.value.scale))


def _largest(table: LookupTable) -> int:
    """The largest absolute number the table can give; its rows are at hand, so they are looked at."""
    rows = table.frame.select(low=pl.col("value").min(), high=pl.col("value").max()).row(0)
    return max(abs(number) for number in (table.value.max_abs, table.default, *rows) if isinstance(number, int))


def _table(context: Context, node: Operation) -> LookupTable:
    tables = context.scope.tables
    if node.word not in tables:
        close = get_close_matches(node.word[:60], tables, n=1)
        known = f"the tables are {', '.join(sorted(tables))}" if tables else "declare it under tables"
        fix = f"did you mean {close[0]!r}?" if close else known
        raise RefusedError(UNKNOWN_TABLE, node, f"there is no table {shown(node.word)}", fix)
    table = tables[node.word]
    if table.is_dated and context.scope.dated_by is None:
        what = f"table {shown(node.word)} has effective dates, and there is no date to read it at"
        raise RefusedError(UNKNOWN_TABLE, node, what, "look it up where a credit has its date, or use a table without")
    return table


def _key(context: Context, part: Node, value: Value, kind: ColumnType) -> pl.Expr:
    """A key as the table stores it; a number with more digits than the table's is equal to no key."""
    stored = Rational(kind.kind, Whole.of(1), Whole.of(1)) if kind.is_number else Plain(kind.kind, pl.lit(None))
    try:
        settled = unified(context, [part, part], [value, stored])[0]
    except RefusedError as refused:
        fix = f"the key is {NOUNS[kind.kind]}; use a column of that type"
        raise RefusedError(WRONG_TYPE, part, context.described(part, value), fix) from refused
    if isinstance(settled, Rational) and settled.constant is not None:
        stored_number = settled.constant * 10**kind.scale
        is_whole = stored_number.denominator == 1 and abs(stored_number) < INT64_BELOW
        return pl.lit(stored_number.numerator if is_whole else NO_KEY, dtype=pl.Int64)
    if isinstance(settled, Rational):
        top, bottom = settled.numerator * Whole.of(10**kind.scale), settled.denominator
        is_exact = abs(top).remainder(bottom).expr == 0
        return pl.when(is_exact).then((top // bottom).expr).when(~is_exact).then(pl.lit(NO_KEY, dtype=pl.Int64))
    assert isinstance(settled, Plain)
    return settled.expr
