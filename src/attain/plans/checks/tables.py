"""What is known of a plan's tables: nested mappings and sources, of single values for ``lookup`` or of tiers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import polars as pl
from pydantic_core import PydanticCustomError

from attain.documents import Quantity, Text, place_of
from attain.expressions import ColumnType, LookupTable, is_percent
from attain.plans.checks.expressions import constant_of, parsed_of
from attain.plans.model import LookupTable as SourceTableRule
from attain.plans.model import Plan
from attain.sources import SourceTable

Sources = Mapping[str, SourceTable]
Keys = tuple[str, ...]
NO_ROWS = pl.DataFrame({"value": []}, schema={"value": pl.Int64})
_DECIMALS = 9


@dataclass(frozen=True)
class TierUnits:
    """What a table of tiers holds.

    Attributes:
        key_count: how many keys its rows have; None where ``by`` names the columns.
        bound_is_percent: whether bounds are percents.
        pay_is_percent: whether pays are.
    """

    key_count: int | None
    bound_is_percent: bool
    pay_is_percent: bool


def leaves(node: object, keys: Keys = ()) -> Iterator[tuple[Keys, object]]:
    """Yield what stands at the end of each row of a nested mapping; an empty level is yielded itself.

    >>> list(leaves({"a": {"x": "1%", "else": "2%"}, "else": "3%"}))
    [(('a', 'x'), '1%'), (('a', 'else'), '2%'), (('else',), '3%')]
    """
    if isinstance(node, dict) and node:
        for key, below in cast("dict[object, object]", node).items():
            yield from leaves(below, (*keys, str(key)))
    else:
        yield keys, node


def lookup_tables(plan: Plan, sources: Sources) -> dict[str, LookupTable]:
    """Return the types of the tables that ``lookup`` can read, without rows; tiers and wrong ones are left out."""
    found: dict[str, LookupTable] = {}
    tiers = plan.tier_tables()
    for name, table in plan.tables.items():
        if name in tiers:
            continue
        looked = _of_source(table, sources) if isinstance(table, SourceTableRule) else _of_mapping(table)
        if looked is not None:
            found[name] = looked
    return found


def _of_source(table: SourceTableRule, sources: Sources) -> LookupTable | None:
    source = sources.get(str(table.source))
    names = [*(str(key) for key in table.keys), str(table.value)]
    if table.value is None or source is None or any(name not in source.columns for name in names):
        return None
    *keys, value = (source.columns[name] for name in names)
    is_dated = "from" in source.columns and source.columns["from"].kind == "date"
    return LookupTable(tuple(keys), value, NO_ROWS, is_dated=is_dated)


def _of_mapping(table: Mapping[str, Any]) -> LookupTable | None:
    rows = list(leaves(table))
    if any(isinstance(leaf, (dict, list)) for _, leaf in rows):
        return None
    numbers = [number_of(leaf) for _, leaf in rows]
    known = [number for number in numbers if number is not None]
    value = ColumnType("text")
    if len(known) == len(numbers):
        largest = max((abs(int(number * 10**_DECIMALS)) for number in known), default=0)
        value = ColumnType("percent" if any(has_sign(leaf) for _, leaf in rows) else "decimal", _DECIMALS, largest)
    return LookupTable((ColumnType("text"),) * len(rows[0][0]), value, NO_ROWS)


def tier_units(name: str, plan: Plan, sources: Sources) -> TierUnits | None:
    """Return what a table of tiers holds, or a source of tiers; None where it is neither."""
    table = plan.tables.get(name)
    if table is None:
        return _units_of_columns(sources.get(name), None, "from", "pay")
    if isinstance(table, SourceTableRule):
        start = str(table.tiers.from_) if table.tiers else "from"
        pay = str(table.tiers.pay) if table.tiers else str(table.value or "pay")
        return _units_of_columns(sources.get(str(table.source)), len(table.keys), start, pay)
    rows = list(leaves(table))
    tiers = [tier_of(tier) for _, leaf in rows if isinstance(leaf, list) for tier in cast("list[object]", leaf)]
    read = [tier for tier in tiers if tier is not None]
    if not read or len(read) != len(tiers):
        return None
    return TierUnits(len(rows[0][0]), any(b.is_percent for b, _ in read), any(p.is_percent for _, p in read))


def _units_of_columns(source: SourceTable | None, key_count: int | None, start: str, pay: str) -> TierUnits | None:
    if source is None or start not in source.columns or pay not in source.columns:
        return None
    bound, paid = source.columns[start], source.columns[pay]
    if not bound.is_number or not paid.is_number:
        return None
    return TierUnits(key_count, bound.kind == "percent", paid.kind == "percent")


def tier_of(node: object) -> tuple[Quantity, Quantity] | None:
    """Read one tier of a table: where it starts and what it pays; None if it is none."""
    if not isinstance(node, dict):
        return None
    tier = cast("dict[object, object]", node)
    if set(tier) != {"from", "pay"}:
        return None
    try:
        return Quantity.read(tier["from"]), Quantity.read(tier["pay"])
    except PydanticCustomError:
        return None


def text_of_leaf(leaf: object) -> Text:
    """Return a value of a table as an expression."""
    return leaf if isinstance(leaf, Text) else Text.at(str(leaf), place_of(leaf))


def number_of(leaf: object) -> Fraction | None:
    """Return the number that a value of a table is; None for a text."""
    return constant_of(text_of_leaf(leaf))


def has_sign(leaf: object) -> bool:
    """Whether a value of a table is written as a percent."""
    parsed, _ = parsed_of(text_of_leaf(leaf))
    return parsed is not None and is_percent(parsed)
