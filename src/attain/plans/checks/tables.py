"""Tables of a plan: nested mappings and sources, of single values for ``lookup`` or of tiers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from pydantic_core import PydanticCustomError

from attain.credits.problems import NO_SOURCE
from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity, Text, place_of
from attain.expressions import ColumnType, LookupTable, is_percent
from attain.plans.checks.expressions import constant_of, parsed_of
from attain.plans.checks.wording import nearest, nearest_or_all
from attain.plans.model import LookupTable as SourceTableRule
from attain.plans.model import Plan
from attain.plans.problems import BAD_TABLE
from attain.rates.problems import OUT_OF_ORDER
from attain.sources import SourceTable

ELSE = "else"
Sources = Mapping[str, SourceTable]
Keys = tuple[str, ...]


@dataclass(frozen=True)
class TierUnits:
    """What a table of tiers holds: how many keys, and whether its bounds and pays are percents; None if it is empty."""

    key_count: int
    bound_is_percent: bool | None
    pay_is_percent: bool | None


# what is known of a table


def lookup_tables(plan: Plan, sources: Sources) -> dict[str, LookupTable]:
    """Return the types of the tables that ``lookup`` can read; those that are wrong are left out."""
    found: dict[str, LookupTable] = {}
    for name, table in plan.tables.items():
        if isinstance(table, SourceTableRule):
            looked = _of_source(table, sources)
        else:
            looked = None if any(_mapping_problems(name, table, plan)) else _of_mapping(table)
        if looked is not None:
            found[name] = looked
    return found


def _of_source(table: SourceTableRule, sources: Sources) -> LookupTable | None:
    source = sources.get(str(table.source))
    names = [str(key) for key in table.keys] + [str(table.value)]
    if table.value is None or source is None or any(name not in source.columns for name in names):
        return None
    *keys, value = (source.columns[name] for name in names)
    is_dated = "from" in source.columns and source.columns["from"].kind == "date"
    return LookupTable(tuple(keys), value, pl.DataFrame({"value": []}), is_dated=is_dated)


def _of_mapping(table: Mapping[str, Any]) -> LookupTable | None:
    leaves = list(_leaves(table, ()))
    if any(isinstance(leaf, list) for _, leaf in leaves):
        return None
    numbers = [constant_of(_text(leaf)) for _, leaf in leaves]
    known = [number for number in numbers if number is not None]
    value = ColumnType("text")
    if len(known) == len(numbers):
        kind = "percent" if any(_is_percent(leaf) for _, leaf in leaves) else "decimal"
        value = ColumnType(kind, 9, int(max(map(abs, known)) * 10**9))
    keys = (ColumnType("text"),) * len(leaves[0][0])
    return LookupTable(keys, value, pl.DataFrame({"value": []}))


def tier_units(name: str, plan: Plan, sources: Sources) -> TierUnits | None:
    """Return what a table of tiers holds; a table, or a source read by the columns that ``by`` names."""
    table = plan.tables.get(name)
    if table is None:
        return _units_of_columns(sources.get(name), 0, "from", "pay")
    if isinstance(table, SourceTableRule):
        start = str(table.tiers.from_) if table.tiers else "from"
        pay = str(table.tiers.pay) if table.tiers else str(table.value or "pay")
        return _units_of_columns(sources.get(str(table.source)), len(table.keys), start, pay)
    tiers = [tier for _, leaf in _leaves(table, ()) if isinstance(leaf, list) for tier in leaf]
    if not tiers or any(_mapping_problems(name, table, plan)):
        return None
    first = tiers[0]
    return TierUnits(
        len(next(_leaves(table, ()))[0]), Quantity.read(first["from"]).is_percent, Quantity.read(first["pay"]).is_percent
    )


def _units_of_columns(source: SourceTable | None, key_count: int, start: str, pay: str) -> TierUnits | None:
    if source is None or start not in source.columns or pay not in source.columns:
        return None
    bound, paid = source.columns[start], source.columns[pay]
    if not bound.is_number or not paid.is_number:
        return None
    return TierUnits(key_count, bound.kind == "percent", paid.kind == "percent")


# what is wrong with it


def table_problems(plan: Plan, sources: Sources) -> Iterator[Diagnostic]:
    """Find tables that cannot be read: unknown sources and columns, uneven nesting, tiers out of order."""
    for name, table in plan.tables.items():
        if isinstance(table, SourceTableRule):
            yield from _source_problems(name, table, sources)
        else:
            yield from _mapping_problems(name, table, plan)


def _source_problems(name: str, table: SourceTableRule, sources: Sources) -> Iterator[Diagnostic]:
    source = sources.get(str(table.source))
    if source is None:
        what = f"there is no source '{table.source}' for the table '{name}'"
        fix = nearest_or_all(str(table.source), sources, "the sources are")
        yield Diagnostic.of(NO_SOURCE, place_of(table.source), what, fix, "there is nothing to look up")
        return
    named = [*table.keys, *([table.value] if table.value is not None else [])]
    if table.tiers is not None:
        named += [table.tiers.from_, table.tiers.pay]
    for column in named:
        if str(column) not in source.columns:
            place = place_of(column) if place_of(column).file else table.place
            what = f"'{column}' is not a column of '{table.source}'"
            yield Diagnostic.of(BAD_TABLE, place, what, nearest_or_all(str(column), source.columns, "its columns are"))
    if table.else_ is not None and str(table.value) in source.columns:
        yield from _default_problems(table.else_, source.columns[str(table.value)])


def _default_problems(default: Text, value: ColumnType) -> Iterator[Diagnostic]:
    number = constant_of(default)
    fits = number is not None if value.is_number else value.is_text
    if value.is_number and number:
        fits = fits and _is_percent(default) == (value.kind == "percent")
    if not fits:
        what = f"'else' is '{default}', and the table gives {'a ' + value.kind if value.kind != 'money' else 'money'}"
        yield Diagnostic.of(BAD_TABLE, place_of(default), what, "write 'else' in the unit of the other rows")


def _mapping_problems(name: str, table: Mapping[str, Any], plan: Plan) -> Iterator[Diagnostic]:
    leaves = list(_leaves(table, ()))
    place = plan.key_place("tables", name)
    if not leaves or any(isinstance(leaf, dict) for _, leaf in leaves):
        fix = "write at least one row, such as 'else: 0%'"
        yield Diagnostic.of(BAD_TABLE, place, f"the table '{name}' has a level without rows", fix)
        return
    depth = len(leaves[0][0])
    for keys, leaf in leaves:
        if len(keys) != depth:
            what = f"'{' / '.join(keys)}' has {_keys(len(keys))}, the first row of '{name}' has {_keys(depth)}"
            fix = "nest every row equally deep; 'else' stands for every other value of a level"
            yield Diagnostic.of(BAD_TABLE, _place(leaf, place), what, fix)
    holds_tiers = [isinstance(leaf, list) for _, leaf in leaves]
    if any(holds_tiers) and not all(holds_tiers):
        yield Diagnostic.of(BAD_TABLE, place, f"'{name}' holds tiers and single values", "make two tables of it")
    elif all(holds_tiers):
        yield from _tiers_problems(name, [leaf for _, leaf in leaves], place)
    else:
        yield from _values_problems(name, [leaf for _, leaf in leaves], place)


def _values_problems(name: str, leaves: Sequence[Any], place: Place) -> Iterator[Diagnostic]:
    """A table holds percents, or amounts, or texts: the first row says which."""
    first = _unit(leaves[0])
    for leaf in leaves[1:]:
        if _unit(leaf) != first and constant_of(_text(leaf)) != 0 != constant_of(_text(leaves[0])):
            what = f"'{leaf}' is {_unit(leaf)}, and '{leaves[0]}' in the same table '{name}' is {first}"
            yield Diagnostic.of(BAD_TABLE, _place(leaf, place), what, "write all values of a table in one unit")


def _tiers_problems(name: str, leaves: Sequence[Any], place: Place) -> Iterator[Diagnostic]:
    units: set[tuple[bool, bool]] = set()
    for tiers in leaves:
        previous: Quantity | None = None
        for number, tier in enumerate(tiers):
            read = _tier(tier)
            if read is None:
                what = f"tier {number} of a row of '{name}' is no pair of 'from' and 'pay', both numbers"
                yield Diagnostic.of(BAD_TABLE, _place(tier, place), what, "write it as {from: 0, pay: 2%}")
                continue
            start, pay = read
            if previous is not None and start.value <= previous.value:
                what = f"tiers[{number}].from {start.text} does not come after {previous.text}"
                fix = f"use more than {previous.text}, or reorder the tiers"
                yield Diagnostic.of(OUT_OF_ORDER, _place(tier["from"], place), what, fix)
            previous = start
            units.add((start.is_percent or not start.value, pay.is_percent or not pay.value))
            units.discard((True, True)) if len(units) > 1 and not (start.value and pay.value) else None
        if not tiers:
            yield Diagnostic.of(BAD_TABLE, _place(tiers, place), f"a row of '{name}' has no tiers", "write at least one")


def _tier(tier: Any) -> tuple[Quantity, Quantity] | None:
    if not isinstance(tier, dict) or set(tier) != {"from", "pay"}:
        return None
    try:
        return Quantity.read(tier["from"]), Quantity.read(tier["pay"])
    except PydanticCustomError:
        return None
