"""Tables that cannot be read: unknown sources and columns, uneven nesting, mixed units, tiers out of order."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from attain.credits.problems import NO_SOURCE
from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity, Text, instead_of, place_of
from attain.expressions import ColumnType
from attain.plans.checks.surroundings import Surroundings
from attain.plans.checks.tables import Sources, has_sign, leaves, number_of, tier_of
from attain.plans.model import LookupTable
from attain.plans.problems import BAD_TABLE
from attain.rates.problems import OUT_OF_ORDER


def table_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check every table of a plan."""
    for name, table in around.plan.tables.items():
        if isinstance(table, LookupTable):
            yield from _of_source(name, table, around.sources)
        else:
            yield from _of_mapping(name, table, around.plan.key_place("tables", name))


def _of_source(name: str, table: LookupTable, sources: Sources) -> Iterator[Diagnostic]:
    source = sources.get(str(table.source))
    if source is None:
        what = f"there is no source '{table.source}' for the table '{name}'"
        fix = instead_of(str(table.source), sources, "the sources are")
        yield Diagnostic.of(NO_SOURCE, place_of(table.source), what, fix, why="there is nothing to look up")
        return
    named = [*table.keys, *([table.value] if table.value is not None else [])]
    named += [table.tiers.from_, table.tiers.pay] if table.tiers is not None else []
    for column in named:
        if str(column) not in source.columns:
            place = place_of(column) if place_of(column).file else table.place
            fix = instead_of(str(column), source.columns, "its columns are")
            yield Diagnostic.of(BAD_TABLE, place, f"'{column}' is not a column of '{table.source}'", fix)
    if table.else_ is not None and str(table.value) in source.columns:
        yield from _default(table.else_, source.columns[str(table.value)])


def _default(default: Text, value: ColumnType) -> Iterator[Diagnostic]:
    number = number_of(default)
    if value.is_number:
        fits = number is not None and (number == 0 or has_sign(default) == (value.kind == "percent"))
    else:
        fits = value.is_text
    if not fits:
        what = f"'else' is {default}, and the other rows are of the type {value.kind}"
        yield Diagnostic.of(BAD_TABLE, place_of(default), what, "write 'else' in the unit of the other rows")


def _of_mapping(name: str, table: Mapping[str, Any], place: Place) -> Iterator[Diagnostic]:
    rows = list(leaves(table))
    empty = [leaf for _, leaf in rows if leaf in ({}, [])]
    if empty:
        fix = "write at least one row, such as 'else: 0%'"
        yield Diagnostic.of(BAD_TABLE, _place(empty[0], place), f"the table '{name}' has a level without rows", fix)
        return
    depth = len(rows[0][0])
    for keys, leaf in rows:
        if len(keys) != depth:
            what = f"'{' / '.join(keys)}' has {_keys(len(keys))}, the first row of '{name}' has {_keys(depth)}"
            fix = "nest every row equally deep; 'else' stands for every other value of a level"
            yield Diagnostic.of(BAD_TABLE, _place(leaf, place), what, fix)
    tiers = [cast("list[object]", leaf) for _, leaf in rows if isinstance(leaf, list)]
    if tiers and len(tiers) < len(rows):
        yield Diagnostic.of(BAD_TABLE, place, f"'{name}' holds tiers and single values", "make two tables of it")
    elif tiers:
        yield from _tiers(name, tiers, place)
    else:
        yield from _values(name, [leaf for _, leaf in rows], place)


def _values(name: str, values: Sequence[object], place: Place) -> Iterator[Diagnostic]:
    """A table holds percents, or amounts, or texts; 0 goes with each of the first two."""
    units = [(value, _unit(value)) for value in values if number_of(value) != 0]
    for value, unit in units[1:]:
        if unit != units[0][1]:
            what = f"{value} is {unit}, and {units[0][0]} in the same table '{name}' is {units[0][1]}"
            yield Diagnostic.of(BAD_TABLE, _place(value, place), what, "write all values of a table in one unit")


def _unit(value: object) -> str:
    if number_of(value) is None:
        return "a text"
    return "a percent" if has_sign(value) else "an amount"


def _tiers(name: str, lists: Sequence[Sequence[object]], place: Place) -> Iterator[Diagnostic]:
    bounds: list[Quantity] = []
    pays: list[Quantity] = []
    for tiers in lists:
        read = [tier_of(tier) for tier in tiers]
        for number, (tier, found) in enumerate(zip(tiers, read, strict=True)):
            if found is None:
                what = f"tiers[{number}] of a row of '{name}' is no pair of 'from' and 'pay', both numbers"
                yield Diagnostic.of(BAD_TABLE, _place(tier, place), what, "write it as {from: 0, pay: 2%}")
        known = [found for found in read if found is not None]
        yield from rising([bound for bound, _ in known], "tiers[{}].from", "tiers", place)
        bounds += [bound for bound, _ in known]
        pays += [pay for _, pay in known]
    yield from _one_unit(bounds, "bounds", place)
    yield from _one_unit(pays, "pays", place)


def _one_unit(quantities: Sequence[Quantity], noun: str, place: Place) -> Iterator[Diagnostic]:
    counted = [quantity for quantity in quantities if quantity.value]
    for quantity in counted[1:]:
        if quantity.is_percent != counted[0].is_percent:
            what = f"{quantity.text} stands beside {counted[0].text}"
            fix = f"write all {noun} of a table as percents, or all as amounts"
            yield Diagnostic.of(BAD_TABLE, placed(quantity, place), what, fix)


def rising(bounds: Sequence[Quantity], label: str, noun: str, place: Place) -> Iterator[Diagnostic]:
    """Find bounds that do not come after the one before.

    Args:
        bounds: in the order written.
        label: how a message calls one, with ``{}`` for its number.
        noun: what they are bounds of.
        place: where they stand, for a bound that does not know.
    """
    for number, (before, bound) in enumerate(pairwise(bounds), start=1):
        if bound.value <= before.value:
            what = f"{label.format(number)} {bound.text} does not come after {before.text}"
            fix = f"use more than {before.text}, or reorder the {noun}"
            yield Diagnostic.of(OUT_OF_ORDER, placed(bound, place), what, fix)


def placed(quantity: Quantity, otherwise: Place) -> Place:
    """Return where a quantity stands, if it knows."""
    return quantity.place if quantity.place.file else otherwise


def _place(node: object, otherwise: Place) -> Place:
    found = place_of(node)
    return found if found.file else otherwise


def _keys(count: int) -> str:
    return f"{count} key{'' if count == 1 else 's'}"
