"""What goes to the books: the roll-forward adds up, journals balance, an accrual is turned around."""

from pathlib import Path

import polars as pl
import pytest

from attain_web.actions.closing import periods
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans, finish, pay

JANUARY, FEBRUARY = "2026-01", "2026-02"
NUMBERS = "account,account_number\ncommission_expense,6100\npayable,2200\npaid,1000\n"


@pytest.fixture
def books(workspace: Path) -> tuple[Path, Path]:
    """The workspace with entities in its roster, January closed, and the numbers of the accounts."""
    rows = "payee,title,entity,cost_centre\nana,AE,DE,410\nbo,AE,US,\n"
    (workspace / "data" / "roster.csv").write_text(rows, "utf-8")
    settings = workspace / "attain.yaml"
    text = settings.read_text("utf-8").replace("title: text}", "title: text, entity: text, cost_centre: text}")
    settings.write_text(text, "utf-8")
    (workspace / "accounts.csv").write_text(NUMBERS, "utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, JANUARY)
    return workspace, workspace / "accounts.csv"


def test_a_journal_balances_by_entity(books: tuple[Path, Path], tmp_path: Path) -> None:
    workspace, accounts = books
    rows = said("journal", workspace, JANUARY, "--accounts", accounts)
    assert [(r["entity"], r["account_number"], r["debit_amount"], r["credit_amount"]) for r in rows] == [
        ("DE", "2200", 0, 10_000),
        ("DE", "6100", 10_000, 0),
        ("US", "2200", 0, 20_000),
        ("US", "6100", 20_000, 0),
    ]
    attain("journal", workspace, JANUARY, "--accounts", accounts, "--out", tmp_path / "journal.csv")
    written = pl.read_csv(tmp_path / "journal.csv", infer_schema=False)
    assert written["debit"].to_list() == ["0.00", "100.00", "0.00", "200.00"]
    assert "100.00" in attain("journal", workspace, JANUARY, "--accounts", accounts)


def test_an_accrual_is_turned_around_in_the_next_period(books: tuple[Path, Path]) -> None:
    workspace, accounts = books
    periods.calculate_period(workspace, FEBRUARY, acting_user="dana")
    rows = said("journal", workspace, FEBRUARY, "--accounts", accounts, "--accrue")
    booked = [(r["period_id"], r["account_number"], r["debit_amount"] - r["credit_amount"]) for r in rows]
    assert booked == [
        (FEBRUARY, "2200", -30_000),
        (FEBRUARY, "6100", 30_000),
        ("2026-03", "2200", 30_000),
        ("2026-03", "6100", -30_000),
    ]
    assert "nothing was posted in period 2026-02" in attain(
        "journal", workspace, FEBRUARY, "--accounts", accounts, status=1
    )
    refused = attain("journal", workspace, JANUARY, "--accounts", accounts, "--accrue", status=1)
    assert "2026-01 is closed" in refused


def test_what_is_owed_is_rolled_forward(books: tuple[Path, Path]) -> None:
    workspace, _ = books
    pay(JANUARY)
    finish(workspace, FEBRUARY)
    rows = said("roll-forward", workspace)
    sides = ("period_id", "opening", "earned", "paid", "closing")
    assert [tuple(row[name] for name in sides) for row in rows] == [
        (JANUARY, 0, 30_000, 0, 30_000),
        (FEBRUARY, 30_000, 30_000, 30_000, 30_000),
    ]
    assert "300.00" in attain("roll-forward", workspace)


@pytest.mark.parametrize(
    ("numbers", "what"),
    [
        ("account\npayable\n", "has no column 'account_number'"),
        ("account,account_number\npayable,2200\n", "commission_expense"),
    ],
)
def test_an_account_without_a_number_stops_the_journal(books: tuple[Path, Path], numbers: str, what: str) -> None:
    workspace, accounts = books
    accounts.write_text(numbers, "utf-8")
    assert what in attain("journal", workspace, JANUARY, "--accounts", accounts, status=1)
