"""What is wrong with a roster is said with lines, names and dates, all at once."""

from datetime import date

import polars as pl
import pytest

from attain.diagnostics import Diagnostic
from attain.expressions.types import ColumnType
from attain.roster import build
from tests.roster.tables import COLUMNS, Cell, Source, roster_source


def problems(rows: list[dict[str, Cell]]) -> list[Diagnostic]:
    return build(roster_source(rows))[1]


def said(rows: list[dict[str, Cell]]) -> list[tuple[str, int, str]]:
    return [(d.code, d.where.line, d.what) for d in problems(rows)]


def test_shared_days_name_both_lines() -> None:
    rows: list[dict[str, Cell]] = [
        {"payee": "Ana", "from": date(2026, 1, 1)},
        {"payee": "Ana", "from": date(2026, 1, 1), "before": date(2026, 2, 1)},
        {"payee": "Ana", "from": date(2026, 3, 1)},
        {"payee": "Bo", "before": date(2026, 3, 1)},
        {"payee": "Bo", "from": date(2026, 3, 1)},
    ]
    assert said(rows) == [
        ("ROST105", 3, "Ana: line 3 is in force from 2026-01-01, line 2 until 9999-12-31"),
        ("ROST105", 4, "Ana: line 4 is in force from 2026-03-01, line 2 until 9999-12-31"),
    ]


def test_ranges_without_days() -> None:
    rows: list[dict[str, Cell]] = [
        {"payee": "Ana", "from": date(2026, 2, 1), "before": date(2026, 1, 1)},
        {"payee": "Bo", "from": date(2026, 2, 1), "before": date(2026, 2, 1)},
        {"payee": "Cy", "hired": date(2026, 2, 1), "left": date(2026, 1, 1)},
    ]
    assert [(code, line) for code, line, _ in said(rows)] == [("ROST104", 2), ("ROST104", 3), ("ROST108", 4)]


def test_rows_without_a_payee() -> None:
    assert said([{"payee": None}, {"payee": "  "}, {"payee": "Ana"}]) == [
        ("ROST103", 2, "the payee is empty"),
        ("ROST103", 3, "the payee is empty"),
    ]


def test_a_manager_without_a_row() -> None:
    assert said([{"payee": "Ana", "manager": "Bo"}]) == [("ROST106", 2, "the manager of Ana is 'Bo', who has no row")]


def test_somebody_who_manages_themself() -> None:
    found = problems([{"payee": "Ana", "manager": "Ana"}])
    assert [(d.code, d.what) for d in found] == [("ROST107", "Ana → Ana (on any day)")]
    assert found[0].fix == "leave the manager empty for the person at the top"


def test_a_circle_is_told_by_names_and_dates() -> None:
    rows: list[dict[str, Cell]] = [
        {"payee": "Ana", "manager": "Bo"},
        {"payee": "Bo", "before": date(2026, 3, 1)},
        {"payee": "Bo", "from": date(2026, 3, 1), "before": date(2026, 4, 1), "manager": "Cy"},
        {"payee": "Bo", "from": date(2026, 4, 1)},
        {"payee": "Cy", "manager": "Ana"},
        {"payee": "Di", "manager": "Ana"},
    ]
    assert said(rows) == [("ROST107", 4, "Bo → Cy → Ana → Bo (from 2026-03-01 to 2026-04-01)")]


def test_managers_who_swap_places_form_no_circle() -> None:
    rows: list[dict[str, Cell]] = [
        {"payee": "Ana", "before": date(2026, 3, 1), "manager": "Bo"},
        {"payee": "Ana", "from": date(2026, 3, 1)},
        {"payee": "Bo", "before": date(2026, 3, 1)},
        {"payee": "Bo", "from": date(2026, 3, 1), "manager": "Ana"},
    ]
    assert said(rows) == []


def test_the_payee_column_is_needed() -> None:
    source = Source(pl.DataFrame({"source_line": [2]}, schema={"source_line": pl.Int64}), {})
    roster, found = build(source)
    assert [d.code for d in found] == ["ROST101"]
    assert roster.payees == []


@pytest.mark.parametrize("name", ["hired", "title", "manager"])
def test_a_column_of_another_type(name: str) -> None:
    source = roster_source([{"payee": "Ana"}])
    columns = COLUMNS | {name: ColumnType("count")}
    frame = source.frame.with_columns(pl.lit(7, pl.Int64).alias(name))
    roster, found = build(Source(frame, columns))
    assert [(d.code, d.what) for d in found] == [("ROST102", f"column '{name}' is declared as count")]
    assert roster.rows[name].to_list() == [None]


def test_a_long_row_overlaps_each_row_inside_it() -> None:
    rows: list[dict[str, Cell]] = [
        {"payee": "Ana", "from": date(2026, 1, 1), "before": date(2026, 2, 1)},
        {"payee": "Ana", "from": date(2026, 1, 15), "before": date(2026, 6, 1)},
        {"payee": "Ana", "from": date(2026, 2, 10), "before": date(2026, 3, 1)},
        {"payee": "Ana", "from": date(2026, 4, 1)},
        {"payee": "Bo", "before": date(2026, 6, 1)},
    ]
    assert [(code, line, what.split("line ")[2][:1]) for code, line, what in said(rows)] == [
        ("ROST105", 3, "2"),
        ("ROST105", 4, "3"),
        ("ROST105", 5, "3"),
    ]
