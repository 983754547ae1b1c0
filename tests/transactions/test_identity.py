"""Transactions: one text identity per row, numbered in its order; children name their parent by its key."""

from datetime import date

import polars as pl
import pytest

from attain.expressions import ColumnType
from attain.sources import SourceTable
from attain.transactions import TRANSACTIONS, identified
from attain.transactions.identity import child_identity


def source(key: tuple[str, ...], **columns: list[object]) -> SourceTable:
    """A source with text columns, read from a file in the order given."""
    frame = pl.DataFrame(columns)
    frame = frame.with_columns(source_line=pl.int_range(2, frame.height + 2, dtype=pl.Int64))
    return SourceTable("deals", frame, {name: ColumnType("text") for name in columns}, key)


def test_rows_are_numbered_in_the_order_of_their_identity() -> None:
    made = identified(source(("id",), id=["b", "a", "c"], amount=[1, 2, 3]))
    assert made.frame.select("row", "transaction_id", "amount", "source_line").rows() == [
        (0, "a", 2, 3),
        (1, "b", 1, 2),
        (2, "c", 3, 4),
    ]
    assert made.frame["row"].dtype == pl.UInt32
    assert TRANSACTIONS.checked(made.frame).columns == ["row", "transaction_id", "source_line"]


def test_several_key_columns_are_joined() -> None:
    made = identified(source(("order", "line"), order=["SO-7", "SO-7", "SO-10"], line=[10, 2, 1]))
    assert made.frame["transaction_id"].to_list() == ["SO-10/1", "SO-7/10", "SO-7/2"]


def test_the_order_is_that_of_text() -> None:
    made = identified(source(("id",), id=[9, 10, -1]))
    assert made.frame["transaction_id"].to_list() == ["-1", "10", "9"]
    assert made.frame["id"].to_list() == [-1, 10, 9]


def test_rows_that_stand_in_order_stay_as_they_are() -> None:
    made = identified(source(("id",), id=["a", "b", "c"]))
    assert made.frame.select("row", "id").rows() == [(0, "a"), (1, "b"), (2, "c")]


def test_a_source_without_a_key_is_identified_by_its_lines() -> None:
    made = identified(source((), amount=list(range(10))))
    assert made.frame["transaction_id"].to_list()[:3] == ["10", "11", "2"]
    assert made.frame["amount"].to_list()[:3] == [8, 9, 0]


def test_dates_are_written_as_in_a_plan() -> None:
    made = identified(source(("day",), day=[date(2026, 2, 1), date(2026, 1, 31)]))
    assert made.frame["transaction_id"].to_list() == ["2026-01-31", "2026-02-01"]


def test_an_empty_source_has_no_transactions() -> None:
    empty = SourceTable("deals", pl.DataFrame(schema={"id": pl.String, "source_line": pl.Int64}), {}, ("id",))
    assert identified(empty).frame.is_empty()


def test_columns_are_read_at_rows() -> None:
    made = identified(source(("id",), id=["b", "a", "c"], amount=[1, 2, 3]))
    rows = pl.DataFrame({"row": pl.Series([2, 0, 0], dtype=pl.UInt32)})
    assert made.gathered(rows, "amount").to_list() == [3, 2, 2]
    assert made.columns["amount"] == ColumnType("text")


@pytest.mark.parametrize(
    ("parent_key", "child_key", "expected"),
    [
        (("id",), ("id",), ["b", "a"]),
        (("id",), ("order",), ["b", "a"]),  # the child's own name for the parent's whole key
        (("id", "line"), ("id",), ["b", "a"]),  # children of the order, not of the line
        (("id", "line"), ("line", "id"), ["1/b", "2/a"]),
        (("id", "line"), ("order", "number"), ["b/1", "a/2"]),
    ],
)
def test_a_child_names_its_parent(parent_key: tuple[str, ...], child_key: tuple[str, ...], expected: list[str]) -> None:
    made = identified(source(parent_key, id=["b", "a"], line=[1, 2]))
    child = source(child_key, id=["b", "a"], order=["b", "a"], line=[1, 2], number=[1, 2])
    rows = pl.DataFrame({"row": pl.Series([1, 0], dtype=pl.UInt32)})
    assert made.named_by(child, rows).to_list() == expected
    assert child.frame.select(child_identity(child)).to_series().to_list() == expected
