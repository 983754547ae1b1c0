"""A compiled expression on a frame: its columns prepared, its values taken, and why a row has none.

>>> from attain.diagnostics import Place
>>> from attain.expressions import ColumnType, Scope, compile_expression, parse
>>> frame = pl.DataFrame({"amount": [90_000, None]}, schema={"amount": pl.Int64})
>>> scope = Scope.of_columns({"amount": ColumnType("money", scale=2, max_abs=90_000)})
>>> compiled, _ = compile_expression(parse("amount >= 500", Place("ae.yaml"))[0], scope, "boolean")
>>> holds(frame, compiled).to_list(), null_rows(frame, compiled)
([True, False], NullRows(row_count=1, names={'amount': 1}))
"""

from dataclasses import dataclass

import polars as pl

from attain.expressions.compiling.compiler import Compiled
from attain.expressions.compiling.context import NO_KEY, Bind, Join
from attain.expressions.types import ColumnType
from attain.tables import ContractError

_ROW = "__row"


@dataclass(frozen=True)
class NullRows:
    """Rows without a result: how many, and in how many of them each name was null."""

    row_count: int
    names: dict[str, int]


@dataclass(frozen=True)
class MissingKey:
    """Keys that a table does not have, in rows that therefore have no result.

    Attributes:
        table: the table's name.
        keys: the keys as text.
        row_count: how many rows have them.
        first_row: the first such row of the frame, counted from 0.
    """

    table: str
    keys: tuple[str, ...]
    row_count: int
    first_row: int


def prepare(frame: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """Add the temporary columns an expression needs; rows and their order are kept.

    The added columns begin with two underscores; see :func:`temporary_columns`.

    Raises:
        ContractError: a column holds a number beyond the ``max_abs`` of its type, so exactness is not proven.
    """
    _check_limits(frame, compiled)
    for step in compiled.steps:
        frame = frame.with_columns(step.expr.alias(step.column)) if isinstance(step, Bind) else _joined(frame, step)
    return frame


def _check_limits(frame: pl.DataFrame, compiled: Compiled) -> None:
    if not compiled.limits or frame.is_empty():
        return
    columns = list(compiled.limits)
    lows, highs = frame.select(pl.col(columns).min()).row(0), frame.select(pl.col(columns).max()).row(0)
    for column, low, high in zip(columns, lows, highs, strict=True):
        if low is not None and max(-low, high) > compiled.limits[column]:
            raise ContractError(f"{column} reaches {max(-low, high)}, its type says {compiled.limits[column]}")


def temporary_columns(compiled: Compiled) -> list[str]:
    """The columns that ``prepare`` adds."""
    columns: list[str] = []
    for step in compiled.steps:
        columns.append(step.column)
        if isinstance(step, Join):
            columns += [step.found_column, *(step.key_column(number) for number in range(len(step.keys)))]
    return columns


def holds(frame: pl.DataFrame, compiled: Compiled) -> pl.Series:
    """Say in which rows a condition holds; a null condition does not."""
    return _evaluated(frame, compiled, compiled.result.fill_null(False))


def results(frame: pl.DataFrame, compiled: Compiled) -> pl.Series:
    """The dates or texts of an expression, or the numerators of a number."""
    return _evaluated(frame, compiled, compiled.result)


def fractions(frame: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """The numbers of an expression as columns ``numerator`` and ``denominator``, one row per row of the frame."""
    bottom = compiled.denominator
    columns = [compiled.result.alias("numerator")]
    columns.append((pl.lit(bottom) if isinstance(bottom, int) else bottom).alias("denominator"))
    return prepare(frame, compiled).with_columns(columns).select("numerator", "denominator")


def null_rows(frame: pl.DataFrame, compiled: Compiled) -> NullRows:
    """Count the rows without a result, and for each name in how many of them it was null."""
    is_null = compiled.result.is_null()
    counts = {name: (is_null & null).sum() for name, null in compiled.operands.items()}
    prepared = prepare(frame, compiled)
    totals = prepared.with_columns(is_null.alias(_ROW)).select(pl.col(_ROW).sum())
    if not counts:
        return NullRows(totals.item(), {})
    found = prepared.select(**{f"n{number}": count for number, count in enumerate(counts.values())}).row(0)
    return NullRows(totals.item(), {name: count for name, count in zip(counts, found, strict=True) if count})


def zero_divisions(frame: pl.DataFrame, compiled: Compiled) -> int:
    """Count the rows that have no result and divide by zero."""
    if not compiled.zero_divisors:
        return 0
    is_zero = pl.any_horizontal(*(divisor.fill_null(False) for divisor in compiled.zero_divisors))
    return prepare(frame, compiled).select((compiled.result.is_null() & is_zero).sum()).item()


def missing_keys(frame: pl.DataFrame, compiled: Compiled) -> list[MissingKey]:
    """List the keys that are in no table, for the rows that have no result because of it.

    A row whose lookup was not needed (another branch of ``case``, a ``coalesce``) is not listed.
    """
    if not compiled.joins:
        return []
    prepared = prepare(frame, compiled).with_columns(compiled.result.is_null().alias(_ROW))
    prepared = prepared.with_row_index("__index").filter(pl.col(_ROW))
    return [key for join in compiled.joins for key in _missing(prepared, join)]


def _missing(prepared: pl.DataFrame, join: Join) -> list[MissingKey]:
    columns = [join.key_column(number) for number in range(len(join.keys))]
    has_keys = pl.all_horizontal(*(pl.col(column).is_not_null() for column in columns))
    missing = prepared.filter(has_keys & ~pl.col(join.found_column) & pl.col(join.column).is_null())
    grouped = missing.group_by(columns).agg(pl.len().alias("rows"), pl.col("__index").min().alias("first"))
    rows = grouped.sort("first").iter_rows()
    return [
        MissingKey(join.table_name, tuple(map(_written, keys, join.table.keys)), count, first)
        for *keys, count, first in rows
    ]


def _written(key: object, kind: ColumnType) -> str:
    """A key as its author would write it: 150 at scale 2 is 1.50."""
    if key == NO_KEY:
        return f"a number of more than {kind.scale} decimals"
    if not isinstance(key, int) or not kind.scale:
        return str(key)
    whole, decimals = divmod(abs(key), 10**kind.scale)
    return f"{'-' if key < 0 else ''}{whole}.{decimals:0{kind.scale}}"


def _evaluated(frame: pl.DataFrame, compiled: Compiled, expr: pl.Expr) -> pl.Series:
    return prepare(frame, compiled).with_columns(expr.alias(_ROW))[_ROW]


def _joined(frame: pl.DataFrame, join: Join) -> pl.DataFrame:
    """Add the value and the found mark of a lookup."""
    table = join.table
    columns = [join.key_column(number) for number in range(len(join.keys))]
    frame = frame.with_columns(key.alias(column) for key, column in zip(join.keys, columns, strict=True))
    rows = table.frame.rename({f"key_{number}": column for number, column in enumerate(columns)})
    rows = rows.rename({"value": join.column}).with_columns(pl.lit(True).alias(join.found_column))
    found = _joined_at_date(frame, rows, join, columns) if table.is_dated else _joined_once(frame, rows, columns)
    found = found.with_columns(pl.col(join.found_column).fill_null(False))
    if table.default is None:
        return found
    has_keys = pl.all_horizontal(*(pl.col(column).is_not_null() for column in columns))
    takes_default = has_keys & ~pl.col(join.found_column)
    default = pl.lit(table.default, dtype=table.frame.schema["value"])
    return found.with_columns(pl.when(takes_default).then(default).otherwise(pl.col(join.column)).alias(join.column))


def _joined_once(frame: pl.DataFrame, rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    return frame.join(rows, on=columns, how="left", validate="m:1", maintain_order="left")


def _joined_at_date(frame: pl.DataFrame, rows: pl.DataFrame, join: Join, columns: list[str]) -> pl.DataFrame:
    """Take the row that began last and has not ended at the row's date."""
    assert join.dated_by is not None
    asked = frame.select(*columns, pl.col(join.dated_by).alias("__on")).with_row_index("__index")
    found = (
        asked.drop_nulls()
        .sort("__on")
        .join_asof(
            rows.drop_nulls("starts_on").sort("starts_on"),
            left_on="__on",
            right_on="starts_on",
            by=columns,
            check_sortedness=False,
        )
        .filter(pl.col("ends_before").is_null() | (pl.col("__on") < pl.col("ends_before")))
        .select("__index", join.column, join.found_column)
    )
    return frame.with_row_index("__index").join(found, on="__index", how="left", maintain_order="left").drop("__index")
