"""Sources that a plan reads as tables, for ``lookup`` and for tiers: what they pay, and which rows are refused."""

from pathlib import Path

import pytest

from attain.runs import Results, calculate_workspace

WORKSPACE = """\
currency: USD
sources:
  deals:
    file: deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, type: text, area: text, units: count, price: money,
      amount: money}
  levels:
    file: levels.csv
    columns: {COLUMNS}
roster: {file: roster.csv, columns: {payee: payee, title: text}}
"""
DEALS = """\
id,closed_on,owner,type,area,units,price,amount
D1,2026-01-10,ana,New,west,1,0.5,1000
D2,2026-02-10,ana,Old,east,2,2.5,1000
"""
PLAN = """\
plan: ae
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
TABLES
components:
  commission:
    credit: {source: deals, value: amount}
    measure: {sum: value, per: year}
    rate: RATE
"""
LOOKUP = "tables: {pays: {source: levels, keys: [type], value: pay}}"
LOOKED_UP = "lookup('pays', type)"


def calculated(folder: Path, rows: str, columns: str, rate: str, tables: str = "") -> Results:
    (folder / "plans").mkdir()
    (folder / "attain.yaml").write_text(WORKSPACE.replace("COLUMNS", columns), encoding="utf-8")
    (folder / "plans" / "ae.yaml").write_text(PLAN.replace("TABLES", tables).replace("RATE", rate), encoding="utf-8")
    (folder / "deals.csv").write_text(DEALS, encoding="utf-8")
    (folder / "levels.csv").write_text(rows, encoding="utf-8")
    (folder / "roster.csv").write_text("payee,title\nana,AE\n", encoding="utf-8")
    return calculate_workspace(folder)


def told(results: Results) -> list[str]:
    return [f"{d.code} {d.where}" for d in results.diagnostics]


def paid(results: Results) -> list[int]:
    assert not results.diagnostics, results.diagnostics
    return results.tables["earnings"].sort("earned_on")["earning_amount"].to_list()


def tiers_by(*columns: str) -> str:
    return f"{{kind: marginal_tiers, tiers: {{table: levels, by: [{', '.join(columns)}]}}}}"


def test_two_rates_read_one_source_by_different_columns(tmp_path: Path) -> None:
    columns = "type: text, area: text, from: money, pay: percent"
    rows = "type,area,from,pay\nNew,west,0,1%\nOld,east,0,2%\nOld,else,0,5%\n"
    second = "{kind: marginal_tiers, tiers: {table: levels, by: [area, type]}}"
    both = f"""{tiers_by("type", "area")}
  again:
    credit: {{source: deals, value: amount}}
    measure: {{sum: value, per: year}}
    rate: {second}"""
    assert sorted(paid(calculated(tmp_path, rows, columns, both))) == [1000, 1000, 2000, 2000]


@pytest.mark.parametrize(
    ("column", "cells"),
    [("units: count", "1,2"), ("price: money", "0.50,2.5"), ("closed_on: date", "2026-01-10,2026-02-10")],
)
def test_a_key_is_compared_as_it_is_written(tmp_path: Path, column: str, cells: str) -> None:
    name = column.partition(":")[0]
    first, second = cells.split(",")
    rows = f"{name},from,pay\n{first},0,1%\n{second},0,2%\n"
    assert paid(calculated(tmp_path, rows, f"{column}, from: money, pay: percent", tiers_by(name))) == [1000, 2000]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("New,0,\nelse,0,1%\n", "FILE208 levels.csv:2 (pay)"),
        ("New,,1%\nelse,0,1%\n", "FILE208 levels.csv:2 (from)"),
        (",0,1%\nelse,0,1%\n", "FILE208 levels.csv:2 (type)"),
        ("else,0,1%\nNew,0,1%\nNew,0,2%\n", "FILE209 levels.csv:4 (from)"),
    ],
)
def test_a_row_of_tiers_that_cannot_be_used_is_named(tmp_path: Path, rows: str, expected: str) -> None:
    columns = "type: text, from: money, pay: percent"
    results = calculated(tmp_path, f"type,from,pay\n{rows}", columns, tiers_by("type"))
    assert expected in told(results)
    assert not results.tables


def test_tiers_without_any_row_pay_nobody_in_silence(tmp_path: Path) -> None:
    columns = "type: text, area: text, from: money, pay: percent"
    results = calculated(tmp_path, "type,area,from,pay\n", columns, tiers_by("type", "area"))
    assert [line[:7] for line in told(results)] == ["FILE103", "RATE212", "RATE212"]


@pytest.mark.parametrize("by", ["payee.title", "payee", "month"])
def test_a_source_without_an_entry_is_read_by_its_own_columns(tmp_path: Path, by: str) -> None:
    results = calculated(tmp_path, "type,from,pay\n", "type: text, from: money, pay: percent", tiers_by(by))
    assert "RATE209 plans/ae.yaml:9:62" in told(results)
    assert any("under 'tables:'" in d.fix for d in results.diagnostics)


def test_a_table_whose_from_is_no_date_holds_always(tmp_path: Path) -> None:
    rows = "type,from,pay\nNew,100,1%\nOld,200,2%\n"
    columns = "type: text, from: money, pay: percent"
    assert paid(calculated(tmp_path, rows, columns, LOOKED_UP, LOOKUP)) == [1000, 2000]


def test_a_dated_table_needs_no_end_and_no_start(tmp_path: Path) -> None:
    rows = "type,from,pay\nNew,,1%\nOld,,2%\nOld,2026-02-10,3%\n"
    columns = "type: text, from: date, pay: percent"
    assert paid(calculated(tmp_path, rows, columns, LOOKED_UP, LOOKUP)) == [1000, 3000]


@pytest.mark.parametrize(
    ("columns", "rows", "line"),
    [
        ("type: text, pay: percent", "type,pay\nNew,1%\nOld,2%\nNew,3%\n", "4 (type)"),
        ("type: text, from: date, pay: percent", "type,from,pay\nNew,,1%\nOld,,2%\nOld,,3%\n", "4 (from)"),
    ],
)
def test_two_rows_of_one_key_are_a_problem(tmp_path: Path, columns: str, rows: str, line: str) -> None:
    results = calculated(tmp_path, rows, columns, LOOKED_UP, LOOKUP)
    assert told(results) == [f"FILE209 levels.csv:{line}"]


def test_a_row_without_a_key_is_never_found(tmp_path: Path) -> None:
    rows = "type,pay\nNew,1%\nOld,2%\n,3%\n,4%\n"
    assert paid(calculated(tmp_path, rows, "type: text, pay: percent", LOOKED_UP, LOOKUP)) == [1000, 2000]


def test_a_table_of_tiers_is_not_looked_up(tmp_path: Path) -> None:
    tables = "tables: {levels: {source: levels, keys: [type], value: pay}}"
    columns, rows = "type: text, from: money, pay: percent", "type,from,pay\nNew,0,1%\nNew,500,2%\nOld,0,3%\n"
    rate = tiers_by("type")
    assert paid(calculated(tmp_path, rows, columns, rate, tables)) == [1500, 3000]
    both = f"{rate}\n    modifiers: [{{multiplier: {{by: \"lookup('levels', type)\"}}}}]"
    (tmp_path / "again").mkdir()
    assert told(calculated(tmp_path / "again", rows, columns, both, tables)) == ["EXPR202 plans/ae.yaml:10:36"]
