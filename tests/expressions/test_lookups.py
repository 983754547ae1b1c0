"""Tables: keys found, missing and not needed, and tables whose rows hold for a range of dates."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from attain.expressions import (
    ColumnType,
    LookupTable,
    Operand,
    Scope,
    fractions,
    missing_keys,
    prepare,
    results,
    temporary_columns,
    zero_divisions,
)
from tests.expressions.rows import DEAL, Stored, compiled, frame_of, scope_of


def test_an_expression_without_tables_and_divisions_misses_nothing() -> None:
    frame = frame_of([{}])
    found, _ = compiled("amount * 8%", scope_of(frame))
    assert found
    assert zero_divisions(frame, found) == 0
    assert missing_keys(frame, found) == []


def test_a_table_may_give_texts_and_dates() -> None:
    frame = frame_of([{"type": "New", "close_on": date(2026, 1, 31)}, {"type": "Odd"}])
    levels = LookupTable((ColumnType("text"),), ColumnType("text"), pl.DataFrame({"key_0": ["New"], "value": ["A"]}))
    starts = pl.DataFrame({"key_0": [date(2026, 1, 31)], "value": [date(2026, 2, 1)]})
    days = LookupTable((ColumnType("date"),), ColumnType("date"), starts, default=date(2026, 12, 31))
    scope = Scope(scope_of(frame).names, {"levels": levels, "starts": days})
    for text, expected in {
        "lookup('levels', type) = 'A'": [True, None],
        "lookup('starts', close_on)": [date(2026, 2, 1), None],
        "lookup('starts', '2026-01-31')": [date(2026, 2, 1)] * 2,
        "lookup('starts', '2026-05-31')": [date(2026, 12, 31)] * 2,
    }.items():
        found, problems = compiled(text, scope)
        assert found, problems
        assert results(frame, found).to_list() == expected


def test_missing_keys_are_listed_once_with_their_first_row() -> None:
    deals: list[dict[str, Stored]] = [
        {"type": "New", "term": 12},
        {"type": "Odd", "term": 12},
        {"type": "Odd", "term": 12},
        {"type": "New", "term": None},
        {"type": "New", "term": 99},
    ]
    frame = frame_of(deals)
    found, _ = compiled("lookup('bounties', type, term)", scope_of(frame))
    assert found
    listed = [(key.table, key.keys, key.row_count, key.first_row) for key in missing_keys(frame, found)]
    assert listed == [("bounties", ("Odd", "12"), 2, 1), ("bounties", ("New", "99"), 1, 4)]


def test_a_number_is_a_key_at_the_scale_of_the_table() -> None:
    rows = pl.DataFrame({"key_0": [15, -20], "value": [1, 2]})
    table = LookupTable((ColumnType("decimal", 1),), ColumnType("count"), rows)
    frame = frame_of([{"factor": 150}, {"factor": -200}, {"factor": 125}, {"factor": -305}, {"factor": -310}, {}])
    scope = Scope(scope_of(frame).names, {"levels": table})
    found, _ = compiled("lookup('levels', factor)", scope)
    fixed, _ = compiled("lookup('levels', 1.5) + lookup('levels', 0.5 + 1) + lookup('levels', - 2)", scope)
    assert found
    assert fixed
    assert results(frame, found).to_list() == [1, 2, None, None, None, None]
    assert results(frame, fixed).to_list() == [4] * 6
    listed = [(key.keys, key.row_count) for key in missing_keys(frame, found)]
    assert listed == [(("a number of more than 1 decimals",), 2), (("-3.1",), 1)]


def test_a_key_that_is_not_needed_is_not_missing() -> None:
    frame = frame_of([{"type": "Odd", "term": 1, "is_won": True}])
    for text in (
        "case when is_won then 0 else lookup('bounties', type, term) end",
        "coalesce(lookup('bounties', type, term), 0)",
        "is_won or lookup('bounties', type, term) > 0",
    ):
        found, problems = compiled(text, scope_of(frame))
        assert found, problems
        assert missing_keys(frame, found) == []


def _dated(default: int | None = None) -> Scope:
    rows = pl.DataFrame(
        {
            "key_0": ["New", "New", "Renewal"],
            "value": [10, 20, 30],
            "starts_on": [date(2026, 1, 1), date(2026, 3, 1), date(2026, 1, 1)],
            "ends_before": [date(2026, 2, 1), None, date(2026, 2, 1)],
        }
    )
    table = LookupTable((ColumnType("text"),), ColumnType("percent", 2), rows, is_dated=True, default=default)
    columns = {"type": ColumnType("text"), "close_on": ColumnType("date")}
    names = {name: Operand(kind, name) for name, kind in columns.items()}
    return Scope(names, {"levels": table}, dated_by="close_on")


@pytest.mark.parametrize(("default", "otherwise"), [(None, None), (7, Fraction(7, 100))])
def test_a_dated_table_is_read_at_the_date_of_the_row(default: int | None, otherwise: Fraction | None) -> None:
    frame = pl.DataFrame(
        {
            "type": ["New", "Renewal", "New", "New", "New", None, "New"],
            "close_on": [
                date(2026, 1, 31),
                date(2026, 1, 1),
                date(2026, 2, 1),
                date(2026, 3, 1),
                date(2025, 12, 31),
                date(2026, 3, 1),
                date(2027, 1, 1),
            ],
        }
    )
    found, _ = compiled("lookup('levels', type)", _dated(default))
    assert found
    numbers = fractions(frame, found).rows()
    values = [None if top is None else Fraction(top, bottom) for top, bottom in numbers]
    tenth, fifth = Fraction(1, 10), Fraction(1, 5)
    assert values == [tenth, Fraction(3, 10), otherwise, fifth, otherwise, None, fifth]


def test_a_dated_table_needs_a_date() -> None:
    scope = Scope(_dated().names, _dated().tables)
    _, problems = compiled("lookup('levels', type)", scope)
    assert [problem.code for problem in problems] == ["EXPR202"]


def test_a_table_adds_only_columns_it_names() -> None:
    frame = frame_of([DEAL])
    found, _ = compiled("lookup('bounties', type, term)", scope_of(frame))
    assert found
    assert len(found.joins) == 1
    assert set(prepare(frame, found).columns) - set(frame.columns) == set(temporary_columns(found))


def test_two_expressions_share_a_frame() -> None:
    frame = frame_of([DEAL])
    scope = scope_of(frame)
    first, _ = compiled("lookup('levels', type)", scope)
    second, _ = compiled("lookup('levels', owner)", scope)
    assert first
    assert second
    both = prepare(prepare(frame, first), second)
    assert both.select(first.result.alias("a"), second.result.alias("b")).row(0) == (50, 10)
