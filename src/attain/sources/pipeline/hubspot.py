"""HubSpot's deals with their propertiesWithHistory, as its API gives them: one row per value of a property."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from attain.sources import problems
from attain.sources.files.contents import read_bytes
from attain.sources.files.raw import RawColumn, RawTable, Unreadable
from attain.sources.pipeline.columns import FIELD_CHANGES
from attain.sources.specs import ColumnSpec

_NAMES = ("opportunity", "changed_at", "field", "new_value")


def is_json(path: Path, most_bytes: int) -> bool:
    """Say whether a file starts as a JSON document does.

    Raises:
        Unreadable: the file cannot be opened.
    """
    return read_bytes(path, most_bytes)[0].lstrip()[:1] in {b"{", b"["}


def read_properties(path: Path, most_bytes: int) -> tuple[RawTable, tuple[tuple[ColumnSpec, int], ...]]:
    """Read every value that a property of a deal has had; a row's line is its place among them.

    Raises:
        Unreadable: the file is no answer of the deals API.
    """
    try:
        answer = json.loads(read_bytes(path, most_bytes)[0])
    except (ValueError, RecursionError) as error:
        what = f"the file starts as JSON and is none: {str(error)[:80]}"
        raise Unreadable(problems.NOT_A_TABLE, what, "save the whole answer of the deals API") from None
    rows = [row for deal in _deals(answer) for row in _values(deal)]
    columns = {at: RawColumn(written=pl.Series([row[at] for row in rows], dtype=pl.String)) for at in range(4)}
    specs = {column.name: column for column in FIELD_CHANGES}
    lines = pl.int_range(1, len(rows) + 1, eager=True, dtype=pl.Int64)
    return RawTable(columns, lines), tuple((specs[name], at) for at, name in enumerate(_NAMES))


def _deals(answer: Any) -> list[dict[str, Any]]:
    listed = answer.get("results", [answer]) if isinstance(answer, dict) else answer
    if not isinstance(listed, list) or not all(isinstance(deal, dict) and "id" in deal for deal in listed):
        what = "the file holds no deals with an id"
        raise Unreadable(problems.NOT_A_TABLE, what, "ask the deals API for propertiesWithHistory and save its answer")
    return listed


def _values(deal: dict[str, Any]) -> list[tuple[str, str | None, str, str | None]]:
    found: list[tuple[str, str | None, str, str | None]] = []
    history = deal.get("propertiesWithHistory")
    for name, values in (history if isinstance(history, dict) else {}).items():
        found += [
            (str(deal["id"]), _text(one.get("timestamp")), str(name), _text(one.get("value")))
            for one in (values if isinstance(values, list) else [])
            if isinstance(one, dict)
        ]
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)
