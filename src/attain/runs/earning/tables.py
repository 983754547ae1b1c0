"""A plan's tables made ready: nested mappings and sources, for ``lookup`` and for tiers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, cast

import polars as pl

from attain.documents import Quantity, Text, place_of
from attain.expressions import ColumnType, Kind, is_percent
from attain.expressions import LookupTable as Looked
from attain.plans.model import LookupTable, Plan
from attain.rates import TierTable
from attain.runs.earning.table_rows import distinct_rows, filled_rows
from attain.runs.earning.tiering import TierSet
from attain.runs.inputs.evaluation import constant_of, parsed_of, written
from attain.runs.inputs.facts import Facts, Findings
from attain.sources import SourceTable

ELSE = "else"
# The columns that say when a row of a source holds.
_FROM, _BEFORE = "from", "before"


def lookup_tables(plan: Plan, facts: Facts, findings: Findings) -> dict[str, Looked]:
    """Return the tables that ``lookup`` reads: sources by key columns, and nested mappings of single values.

    Rows of a source that say the same thing twice are reported.
    """
    found: dict[str, Looked] = {}
    tiers = plan.tier_tables()
    for name, table in plan.tables.items():
        if name in tiers:
            continue
        if isinstance(table, LookupTable):
            if table.value is not None and str(table.source) in facts.sources:
                found[name] = _of_source(table, facts, findings)
        elif _depth(table) and not _holds_tiers(table):
            found[name] = _of_mapping(table)
    return found


def _of_source(table: LookupTable, facts: Facts, findings: Findings) -> Looked:
    source = facts.sources[str(table.source)]
    keys = [str(key) for key in table.keys]
    names = {f"key_{n}": key for n, key in enumerate(keys)} | {"value": str(table.value)}
    is_dated = _is_date(source, _FROM)
    rows = source.frame.drop_nulls(keys)  # a row without a key is never found
    rows = distinct_rows(source, rows, [*keys, _FROM] if is_dated else keys, findings)
    frame = rows.select(pl.col(column).alias(name) for name, column in names.items())
    if is_dated:
        frame = frame.with_columns(_days(source, rows))
    value = source.columns[str(table.value)]
    default = None
    if table.else_ is not None:
        fixed = constant_of(table.else_)
        default = int(fixed * 10**value.scale) if fixed is not None else str(table.else_)
    kinds = tuple(source.columns[key] for key in keys)
    return Looked(kinds, value, frame, is_dated=is_dated, default=default)


def _is_date(source: SourceTable, column: str) -> bool:
    return column in source.columns and source.columns[column].kind == "date"


def _days(source: SourceTable, rows: pl.DataFrame) -> list[pl.Series]:
    """The days on which each row holds: an empty ``from`` or ``before`` leaves that side open."""
    ends = rows[_BEFORE] if _is_date(source, _BEFORE) else pl.Series([None] * rows.height, dtype=pl.Date)
    return [rows[_FROM].fill_null(date.min).alias("starts_on"), ends.alias("ends_before")]


def _of_mapping(table: Mapping[str, Any]) -> Looked:
    depth = _depth(table)
    rows = list(_leaves(table, ()))
    values = [constant_of(_text(v)) for _, v in rows]
    if all(v is not None for v in values):
        whole = _power_of_ten(lcm(*(v.denominator for v in values if v is not None)))
        numbers = [int(v * whole) for v in values if v is not None]
        kind: Kind = "percent" if any(_is_percent(v) for _, v in rows) else "decimal"
        value = ColumnType(kind, len(str(whole)) - 1, max(map(abs, numbers), default=0))
        stored: Sequence[int | str] = numbers
    else:
        stored, value = [str(v) for _, v in rows], ColumnType("text")
    named = [(keys, v) for (keys, _), v in zip(rows, stored, strict=True)]
    default = next((v for keys, v in named if all(k is None for k in keys)), None)
    listed = [(keys, v) for keys, v in named if all(k is not None for k in keys)]
    columns = {f"key_{n}": [keys[n] for keys, _ in listed] for n in range(depth)}
    schema = {**dict.fromkeys(columns, pl.String), "value": pl.String if value.is_text else pl.Int64}
    frame = pl.DataFrame({**columns, "value": [v for _, v in listed]}, schema=schema)
    return Looked((ColumnType("text"),) * depth, value, frame, default=default)


def _leaves(node: Any, keys: tuple[str | None, ...]) -> Iterator[tuple[tuple[str | None, ...], Any]]:
    children = _children(node)
    if children is None:
        yield keys, node
        return
    for key, child in children.items():
        yield from _leaves(child, (*keys, None if key == ELSE else str(key)))


def _depth(node: Any) -> int:
    children = _children(node)
    return 0 if children is None else 1 + max((_depth(child) for child in children.values()), default=0)


def _children(node: Any) -> dict[str, Any] | None:
    """Return what a node of a nested table holds by key; None where it is a value or a list of tiers."""
    return cast("dict[str, Any]", node) if isinstance(node, dict) else None


def _text(value: Any) -> Text:
    return Text.at(str(value), place_of(value))


def _is_percent(value: Any) -> bool:
    parsed, _ = parsed_of(_text(value))
    return parsed is not None and is_percent(parsed)


def _holds_tiers(node: Any) -> bool:
    children = _children(node)
    return isinstance(node, list) if children is None else any(map(_holds_tiers, children.values()))


def tier_sets(plan: Plan, facts: Facts, findings: Findings) -> dict[tuple[str, ...], TierSet]:
    """Return the tables of tiers that the plan's rates read: nested mappings, and sources with a row per tier.

    Rows of a source that lack something or say the same thing twice are reported.
    """
    found: dict[tuple[str, ...], TierSet] = {}
    for component in plan.components.values():
        written = getattr(component.rate, "tiers", None)
        if not isinstance(written, TierTable):
            continue
        name = str(written.table)
        table = plan.tables.get(name)
        if isinstance(table, LookupTable):
            found[name,] = _tiers_of_source(table, facts, findings)
        elif table is not None:
            found[name,] = _tiers_of_mapping(table)
        else:
            keys = [str(by) for by in written.by]
            found[name, *keys] = _tiers_of_rows(facts.sources[name], keys, findings)
    return found


Listed = tuple[tuple[str | None, ...], list[tuple[Fraction, Fraction]]]


def _tiers_of_mapping(table: Mapping[str, Any]) -> TierSet:
    listed: list[Listed] = []
    bounds_share = pays_share = False
    for keys, tiers in _leaves(table, ()):
        read = [(Quantity.read(t["from"]), Quantity.read(t["pay"])) for t in tiers]
        bounds_share |= any(b.is_percent for b, _ in read)
        pays_share |= any(p.is_percent for _, p in read)
        listed.append((keys, [(b.value, p.value) for b, p in read]))
    return _tier_set(listed, _depth(table), bound_is_percent=bounds_share, pay_is_percent=pays_share)


def _tiers_of_source(table: LookupTable, facts: Facts, findings: Findings) -> TierSet:
    start = str(table.tiers.from_) if table.tiers else "from"
    pay = str(table.tiers.pay) if table.tiers else str(table.value or "pay")
    keys = [str(key) for key in table.keys]
    return _tiers_of_rows(facts.sources[str(table.source)], keys, findings, start=start, pay=pay)


def _tiers_of_rows(
    source: SourceTable, keys: list[str], findings: Findings, *, start: str = "from", pay: str = "pay"
) -> TierSet:
    rows = distinct_rows(source, filled_rows(source, [*keys, start, pay], findings), [*keys, start], findings)
    texts = [_key_texts(rows[key], source.columns[key]) for key in keys]
    start_unit, pay_unit = 10 ** source.columns[start].scale, 10 ** source.columns[pay].scale
    by_key: dict[tuple[str | None, ...], list[tuple[Fraction, Fraction]]] = {}
    for bound, value, *key in zip(rows[start], rows[pay], *texts, strict=True):
        tier = (Fraction(bound, start_unit), Fraction(value, pay_unit))
        by_key.setdefault(tuple(None if k == ELSE else k for k in key), []).append(tier)
    listed = [(key, sorted(tiers)) for key, tiers in sorted(by_key.items(), key=str)]
    kinds = [source.columns[name].kind for name in (start, pay)]
    shares = {"bound_is_percent": kinds[0] == "percent", "pay_is_percent": kinds[1] == "percent"}
    return _tier_set(listed, len(keys), **shares)


def _key_texts(cells: pl.Series, kind: ColumnType) -> list[str]:
    """Write the cells of a key as the values are written that they are compared with."""
    if kind.is_number:
        return [written(Fraction(cell, 10**kind.scale)) for cell in cells]
    return cells.cast(pl.String).to_list()


def _tier_set(listed: list[Listed], depth: int, *, bound_is_percent: bool, pay_is_percent: bool) -> TierSet:
    most = max((len(tiers) for _, tiers in listed), default=1)
    bound_unit = lcm(1, *(b.denominator for _, tiers in listed for b, _ in tiers))
    pay_unit = lcm(1, *(p.denominator for _, tiers in listed for _, p in tiers))
    columns: dict[str, list[Any]] = {f"key_{n}": [keys[n] for keys, _ in listed] for n in range(depth)}
    schema: dict[str, Any] = dict.fromkeys(columns, pl.String)
    for k in range(most):
        columns[f"from_{k}"] = [int(t[k][0] * bound_unit) if k < len(t) else None for _, t in listed]
        columns[f"pay_{k}"] = [int(t[k][1] * pay_unit) if k < len(t) else None for _, t in listed]
        schema |= {f"from_{k}": pl.Int64, f"pay_{k}": pl.Int64}
    frame = pl.DataFrame(columns, schema=schema)
    return TierSet(depth, frame, bound_unit, pay_unit, bound_is_percent, pay_is_percent, most)


def _power_of_ten(whole: int) -> int:
    power = 1
    while power % whole:
        power *= 10
    return power
