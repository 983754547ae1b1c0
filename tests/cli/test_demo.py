"""The demo pays what fractions say: 165 quarters of 17 people, computed from the raw files without the package."""

import csv
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "adventure_works"
GOLDEN = ROOT / "tests" / "golden" / "adventure_works.csv"
Tables = dict[str, pl.DataFrame]
Key = tuple[str, str]


@pytest.fixture(scope="module")
def tables(attain: Run, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    out = tmp_path_factory.mktemp("demo")
    done = attain("calculate", DEMO, "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.stem: pl.read_parquet(path) for path in out.glob("*.parquet")}


def _expected() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _payments(tables: Tables, column: str) -> dict[Key, Fraction]:
    rows = tables["payments"].select("payee_id", "period_id", column).iter_rows()
    return {(payee, period): Fraction(minor, 100) for payee, period, minor in rows}


def _earned(tables: Tables, component: str) -> dict[Key, Fraction]:
    mine = tables["earnings"].filter(pl.col("component_id") == component)
    rows = mine.group_by("payee_id", "period_id").agg(pl.col("earning_amount").sum()).iter_rows()
    return {(payee, period): Fraction(minor, 100) for payee, period, minor in rows}


def _measured(tables: Tables, measures: set[str], column: str) -> dict[Key, Fraction]:
    mine = tables["measures"].filter(pl.col("measure_id").is_in(measures) & pl.col(column).is_not_null())
    rows = mine.select("owner_id", "period_id", column, "scale").iter_rows()
    return {(owner, period): Fraction(value, 10**scale) for owner, period, value, scale in rows}


def _found(tables: Tables, column: str) -> dict[Key, Fraction]:
    own = {"order_commission", "own_orders"}
    if column in {"order_commission", "order_bonus", "team_override"}:
        return _earned(tables, column)
    if column in {"earned", "draw_paid", "draw_recovered", "paid", "draw_balance"}:
        return _payments(tables, column)
    measures, value = {
        "attained": (own, "measure_value"),
        "quota": (own, "target_value"),
        "order_count": ({"order_bonus"}, "measure_value"),
        "order_goal": ({"order_bonus"}, "target_value"),
    }[column]
    return _measured(tables, measures, value)


@pytest.mark.parametrize(
    "column",
    [
        "order_commission",
        "order_bonus",
        "team_override",
        "earned",
        "draw_paid",
        "draw_recovered",
        "paid",
        "draw_balance",
    ],
)
def test_every_amount_of_every_quarter_is_the_one_of_the_fractions(tables: Tables, column: str) -> None:
    expected = _expected()
    assert len(expected) == 165
    found = _found(tables, column)
    wanted = {(row["payee"], row["period"]): Fraction(row[column]) for row in expected}
    wrong = {key: (str(want), str(found.get(key, 0))) for key, want in wanted.items() if want != found.get(key, 0)}
    assert not wrong
    assert {key for key, value in found.items() if value} <= set(wanted)


@pytest.mark.parametrize("column", ["attained", "quota", "order_count", "order_goal"])
def test_every_measure_of_a_quarter_with_orders_is_the_one_of_the_fractions(tables: Tables, column: str) -> None:
    found = _found(tables, column)
    is_counted = column in {"order_count", "order_goal"}
    rows = [r for r in _expected() if r[column] and int(r["order_count"]) and (not is_counted or r["order_goal"])]
    wrong = {
        (row["payee"], row["period"]): (row[column], str(found.get((row["payee"], row["period"]))))
        for row in rows
        if Fraction(row[column]) != found.get((row["payee"], row["period"]))
    }
    assert not wrong


def test_orders_outside_the_territory_history_are_credited_and_listed(tables: Tables) -> None:
    reviews = tables["reviews"]
    assert reviews.height == 676
    credited = tables["credits"].filter(pl.col("component_id").is_in(["order_commission", "own_orders"]))
    assert set(reviews["transaction_id"]) <= set(credited["transaction_id"])


def test_the_tables_of_the_contract_are_there(tables: Tables) -> None:
    assert set(tables) == {"credits", "measures", "earnings", "payments", "periods", "rejects", "reviews"}
    assert tables["rejects"].is_empty()
    money = [
        "opening_balance",
        "earned",
        "held",
        "released",
        "clawed_back",
        "clawback_deferred",
        "clawback_recovered",
        "guarantee_paid",
        "draw_paid",
        "draw_recovered",
        "forfeited",
        "adjusted",
        "paid",
        "closing_balance",
        "draw_balance",
        "clawback_balance",
        "held_balance",
        "advance_balance",
    ]
    assert all(tables["payments"].schema[name] == pl.Int64 for name in money)
