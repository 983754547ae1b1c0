"""Rows written in an example: a list of mappings, or a CSV block.

Each row knows its line, so that a problem points at what the author wrote.
"""

import csv
from collections.abc import Collection
from dataclasses import dataclass, field

from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, YamlList, YamlMap
from attain.documents.nodes import place_of
from attain.plans.problems import EXAMPLE_UNREADABLE
from attain.sources.names import nearest

ROWS_FIX = "write a list of rows such as [{amount: 500}], or a block of CSV with a header"


@dataclass(frozen=True)
class Row:
    """One row: texts by column, the nodes of its child tables by name, and where it stands."""

    values: dict[str, str | None]
    place: Place
    children: dict[str, object] = field(default_factory=dict[str, object])


def read_rows(node: object, columns: Collection[str], children: Collection[str]) -> tuple[list[Row], list[Diagnostic]]:
    """Read the rows of one table.

    Args:
        node: what stands in the example; None for no rows.
        columns: the columns a row may have.
        children: the child tables a row may nest.
    """
    if node is None:
        return [], []
    if isinstance(node, str):
        return _of_csv(node, columns)
    if not isinstance(node, YamlList):
        return [], [unreadable(node, f"{_shape(node)} where rows belong", ROWS_FIX)]
    rows: list[Row] = []
    found: list[Diagnostic] = []
    for item in node:
        if not isinstance(item, YamlMap):
            found.append(unreadable(item, f"{_shape(item)} where a row belongs", ROWS_FIX))
            continue
        row, problems = _of_mapping(item, columns, children)
        rows.append(row)
        found += problems
    return rows, found


def unreadable(node: object, what: str, fix: str) -> Diagnostic:
    """Make the diagnostic of a part of an example that cannot be read."""
    return Diagnostic.of(EXAMPLE_UNREADABLE, node if isinstance(node, Place) else place_of(node), what, fix)


def unknown_name(place: Place, name: str, known: Collection[str], kind: str) -> Diagnostic:
    """Make the diagnostic of a name that means nothing, with the nearest one that does."""
    near = nearest(name, known)
    fix = f"did you mean '{near}'?" if near else f"write one of {', '.join(sorted(known)) or 'none: there are none'}"
    return unreadable(place, f"'{name}' is no {kind}", fix)


def _of_mapping(item: YamlMap, columns: Collection[str], children: Collection[str]) -> tuple[Row, list[Diagnostic]]:
    values: dict[str, str | None] = {}
    nested: dict[str, object] = {}
    found: list[Diagnostic] = []
    for key, value in item.items():
        name = str(key)
        if name in children:
            nested[name] = value
        elif name not in columns:
            found.append(unknown_name(item.key_places.get(key, item.place), name, columns, "column here"))
        elif isinstance(value, Text):
            values[name] = str(value) or None
        else:
            what = f"{_shape(value)} where a value of '{name}' belongs"
            found.append(unreadable(value, what, "write a single value"))
    return Row(values, item.place, nested), found


def _of_csv(block: str, columns: Collection[str]) -> tuple[list[Row], list[Diagnostic]]:
    """Read a CSV block; a field that is left empty is empty, a column that is left out takes its default.

    A block stands where its first line does.
    """
    at = place_of(block)
    lines = block.splitlines()
    header_at = next((n for n, line in enumerate(lines) if line.strip()), None)
    if header_at is None:
        return [], [unreadable(at, "an empty block where rows belong", ROWS_FIX)]
    header = [name.strip() for name in next(csv.reader([lines[header_at]]))]
    place = Place(at.file, at.line + header_at)
    found = [unknown_name(place, name, columns, "column here") for name in header if name not in columns]
    rows: list[Row] = []
    for number, line in enumerate(lines[header_at + 1 :], header_at + 1):
        if not line.strip():
            continue
        place = Place(at.file, at.line + number)
        fields = [text.strip() for text in next(csv.reader([line]))]
        if len(fields) != len(header):
            what = f"{len(fields)} fields below a header of {len(header)}"
            found.append(unreadable(place, what, "write one field for each column; put texts with commas into quotes"))
            continue
        rows.append(Row({name: text or None for name, text in zip(header, fields, strict=True)}, place))
    return rows, found


def _shape(node: object) -> str:
    if isinstance(node, dict):
        return "a mapping"
    return "a list" if isinstance(node, list) else f"'{node}'"
