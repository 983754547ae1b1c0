"""The target table as listed: rows read, and everything wrong with them said."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from attain.diagnostics import Diagnostic
from attain.expressions.types import ColumnType
from attain.periods import Calendar
from attain.roster import Roster, build
from attain.targets import TargetTable, read_targets, unknown_targets
from tests.roster.tables import Source, roster_source

COLUMNS = {
    "name": ColumnType("text"),
    "payee": ColumnType("payee"),
    "title": ColumnType("text"),
    "period": ColumnType("text"),
    "from": ColumnType("date"),
    "before": ColumnType("date"),
    "amount": ColumnType("money", scale=2),
}
DTYPES = {"from": pl.Date, "before": pl.Date, "amount": pl.Int64, "source_line": pl.Int64}
Cell = str | int | date | None


def roster() -> Roster:
    return build(roster_source([{"payee": "Ana", "title": "AE"}, {"payee": "Bo"}]))[0]


def read(*rows: dict[str, Cell]) -> tuple[TargetTable, list[Diagnostic]]:
    filled = [{"name": "bookings", "amount": 10050, **row, "source_line": n} for n, row in enumerate(rows, start=2)]
    schema = {name: DTYPES.get(name, pl.String) for name in [*COLUMNS, "source_line"]}
    return read_targets(Source(pl.DataFrame(filled, schema=schema), COLUMNS, "data/targets.csv"), Calendar(), roster())


def test_rows_know_their_owner_range_and_place() -> None:
    table, found = read(
        {"payee": "Ana", "period": "2026-Q1"},
        {"title": "AE", "from": date(2026, 2, 10), "before": date(2026, 4, 1)},
        {"payee": "Bo", "from": date(2026, 2, 1)},
        {"payee": "Bo", "amount": 0},
    )
    assert not found
    assert [(r.payee, r.title, r.starts_on, r.ends_before, r.row_amount, r.source) for r in table.rows] == [
        ("Ana", None, date(2026, 1, 1), date(2026, 4, 1), Fraction(201, 2), "data/targets.csv:2"),
        (None, "AE", date(2026, 2, 10), date(2026, 4, 1), Fraction(201, 2), "data/targets.csv:3"),
        ("Bo", None, date(2026, 2, 1), None, Fraction(201, 2), "data/targets.csv:4"),
        ("Bo", None, None, None, Fraction(0), "data/targets.csv:5"),
    ]
    assert [r.is_standing for r in table.rows] == [False, False, True, True]


ANA = {"payee": "Ana", "period": "2026-Q1"}


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"period": "2026-Q1"}, "TARG122", "payee"),
        ({**ANA, "title": "AE"}, "TARG122", "payee"),
        ({**ANA, "name": None}, "TARG122", "name"),
        ({**ANA, "payee": "Cy"}, "TARG123", "payee"),
        ({"title": "AF", "period": "2026"}, "TARG123", "title"),
        ({**ANA, "period": "2026-Q5"}, "TARG124", "period"),
        ({**ANA, "from": date(2026, 1, 1)}, "TARG125", "period"),
        ({"payee": "Ana", "from": date(2026, 2, 1), "before": date(2026, 2, 1)}, "TARG125", "before"),
        ({**ANA, "amount": None}, "TARG126", "amount"),
        ({**ANA, "amount": -1}, "TARG113", "amount"),
    ],
)
def test_a_broken_row_is_left_out_and_explained(row: dict[str, Cell], code: str, column: str) -> None:
    table, found = read({"payee": "Bo"}, row)
    assert [(d.code, d.where.file, d.where.line, d.where.detail) for d in found] == [
        (code, "data/targets.csv", 3, column)
    ]
    assert [r.payee for r in table.rows] == ["Bo"]


def test_an_unknown_period_is_answered_with_examples() -> None:
    _, found = read({"payee": "Ana", "period": "March"})
    assert found[0].fix == "write a period such as 2026-01, 2026-Q1, 2026, or use 'from' and 'before'"


def test_every_problem_of_a_row_is_said() -> None:
    _, found = read({"name": None, "period": "March", "amount": None})
    assert sorted(d.code for d in found) == ["TARG122", "TARG122", "TARG124", "TARG126"]


def test_two_rows_for_the_same_days() -> None:
    _, found = read(
        {"payee": "Ana", "period": "2026-Q1"},
        {"payee": "Ana", "from": date(2026, 1, 1), "before": date(2026, 4, 1), "amount": 5},
        {"payee": "Bo"},
        {"payee": "Bo", "before": date(2026, 4, 1)},
        {"payee": "Bo", "from": date(2026, 4, 1)},
        {"title": "AE"},
    )
    assert [(d.code, d.where.line, d.what) for d in found] == [
        ("TARG127", 3, "'bookings' of Ana for the same days stands on line 2"),
        ("TARG127", 5, "'bookings' of Bo for the same days stands on line 4"),
    ]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"payee": ColumnType("payee"), "amount": ColumnType("money")}, ["there is no column 'name'"]),
        ({"name": ColumnType("text")}, ["there is no column 'amount'", "there is no column 'payee'"]),
        ({**COLUMNS, "amount": ColumnType("text")}, ["column 'amount' is declared as text"]),
        ({**COLUMNS, "from": ColumnType("text")}, ["column 'from' is declared as text"]),
    ],
)
def test_missing_and_mistyped_columns(columns: dict[str, ColumnType], what: list[str]) -> None:
    source = Source(pl.DataFrame({name: [] for name in columns}), columns, "data/targets.csv")
    table, found = read_targets(source, Calendar(), roster())
    assert [(d.code, d.what) for d in found] == [("TARG121", text) for text in what]
    assert not table.rows


def test_a_table_without_titles_and_dates() -> None:
    columns = {name: COLUMNS[name] for name in ("name", "payee", "amount")}
    frame = pl.DataFrame({"name": ["bookings"], "payee": ["Ana"], "amount": [100], "source_line": [2]})
    table, found = read_targets(Source(frame, columns, "data/targets.csv"), Calendar(), roster())
    assert not found
    assert [r.row_amount for r in table.rows] == [1]


def test_a_target_of_no_plan_is_a_warning() -> None:
    table, _ = read({"payee": "Ana", "name": "booking"}, {"payee": "Ana"})
    found = unknown_targets(table, {"bookings", "pipeline"})
    assert [(d.code, d.severity, d.where.line, d.what) for d in found] == [
        ("TARG129", "warning", 2, "'booking' is no target")
    ]
    assert found[0].fix == "correct the name (targets are: bookings, pipeline), or remove the row"
