"""Tables made from values written as text."""

import pytest

from attain.expressions.types import ColumnType
from attain.sources import from_rows, read_rows

COLUMNS = {"id": "text", "amount": "money", "share": ColumnType("percent", 4), "closed": "date", "won": "bool"}


def test_a_table_from_rows() -> None:
    rows = [
        {"id": "1", "amount": "90000", "share": "60%", "closed": "2026-01-31", "won": "true"},
        {"id": "2", "amount": "1234.5", "share": "0.4"},
    ]
    table = from_rows("deals", COLUMNS, rows, key=["id"], as_of="closed")
    assert table.frame["amount"].to_list() == [900000, 12345]
    assert table.frame["share"].to_list() == [60, 40]
    assert table.frame["closed"].null_count() == 1
    assert table.frame["source_line"].to_list() == [1, 2]
    assert (table.file, table.key, table.as_of) == ("given", ("id",), "closed")


def test_a_table_without_rows() -> None:
    table = from_rows("deals", COLUMNS, [])
    assert table.frame.height == 0
    assert table.columns["amount"] == ColumnType("money")


def test_problems_stand_where_the_rows_are_written() -> None:
    rows = [{"id": "1", "amount": "8%"}, {"id": "1", "amount": "5"}]
    table, found = read_rows("deals", COLUMNS, rows, key=["id"], file="plans/ae.yaml", lines=[20, 21])
    assert table is not None
    assert [(d.where.file, d.where.line, d.code) for d in found] == [
        ("plans/ae.yaml", 20, "FILE202"),
        ("plans/ae.yaml", 20, "FILE209"),
        ("plans/ae.yaml", 21, "FILE209"),
    ]
    with pytest.raises(ValueError, match="is a percent"):
        from_rows("deals", COLUMNS, rows)
