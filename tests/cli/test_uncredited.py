"""attain uncredited: the deals that pay nobody, and what `attain calculate` says about them."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.questions.uncredited.test_reasons import EVERY_REASON
from tests.questions.uncredited.workspace import ORDERS, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "w", orders=ORDERS + EVERY_REASON)


def test_a_calculation_says_how_many_deals_pay_nobody(attain: Run, folder: Path) -> None:
    done = attain("calculate", folder)
    assert (
        "7 of 9 rows of orders pay nobody: 4 not on a plan that day (1,340.00 USD); 1 without a recipient (60.00 USD); "
        "1 without a date (70.00 USD); 1 outside every plan (600.00 USD); see 'attain uncredited "
    ) in done.stdout


def test_one_row_is_told_as_one(attain: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "w", orders=f"{ORDERS}B,2026-01-20,tom,,500.00,USD,Won,\n")
    said = "1 of 2 rows of orders pays nobody: 1 not on a plan that day (500.00 USD); see 'attain uncredited "
    assert said in attain("calculate", folder).stdout


def test_a_calculation_is_silent_about_what_is_left_out_on_purpose(attain: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "w", orders=f"{ORDERS}H,2026-02-15,ana,,80.00,USD,Lost,\n")
    assert "nobody" not in attain("calculate", folder).stdout
    listed = attain("uncredited", folder).stdout
    assert "1 row is left out on purpose; --all lists them too" in listed
    assert "data/orders.csv:3" not in listed
    assert "data/orders.csv:3" in attain("uncredited", folder, "--all").stdout


def test_a_large_workspace_is_not_looked_at_by_the_way(
    attain: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attain.questions.uncredited.finding.QUICK_ROWS", 8)
    assert "nobody" not in attain("calculate", folder).stdout
    assert "tom is in the roster from 2026-02-01" in attain("uncredited", folder).stdout


@pytest.mark.parametrize(
    ("words", "deals"),
    [
        ((), ["C", "B", "D", "E", "F", "I", "G"]),
        (("--all",), ["C", "B", "D", "E", "F", "H", "I", "G"]),
        (("--reason", "left-out-by-where"), ["H"]),
        (("--reason", "no_date", "--reason", "no_recipient"), ["F", "G"]),
        (("--period", "2026-02"), ["D", "E", "F"]),
        (("--from", "2026-01-01", "--before", "2026-02-15"), ["B"]),
        (("--source", "orders", "--from", "2026-03-01"), ["I"]),
    ],
)
def test_rows_are_chosen(attain: Run, folder: Path, words: tuple[str, ...], deals: list[str]) -> None:
    shown = json.loads(attain("uncredited", folder, *words, "--format", "json").stdout)
    assert [row["transaction_id"] for row in shown["rows"]] == deals
    text = attain("uncredited", folder, *words, "--format", "csv").stdout
    assert [row["transaction_id"] for row in csv.DictReader(StringIO(text))] == deals


def test_totals_are_in_money(attain: Run, folder: Path) -> None:
    shown = json.loads(attain("uncredited", folder, "--format", "json").stdout)
    assert shown["sources"] == [{"source": "orders", "row_count": 9, "credited_count": 1}]
    totals = {one["reason"]: (one["row_count"], one["total_amount"]) for one in shown["totals"]}
    assert totals["not_on_a_plan"] == (4, 134000)
    assert totals["left_out_by_where"] == (1, 8000)


def test_no_text_of_a_file_is_a_formula(attain: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "w", orders=f"{ORDERS}=1+1,2026-02-15,ops,,-80.00,USD,Won,\n")
    (row,) = csv.DictReader(StringIO(attain("uncredited", folder, "--format", "csv").stdout))
    assert (row["transaction_id"], row["deal_amount"]) == ("'=1+1", "-80.00")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--source", "visits"), "there is no source 'visits'; name one of orders"),
        (("--reason", "bad-luck"), "there is no reason 'bad_luck'; name one of not_on_a_plan"),
        (("--period", "someday"), "'someday' is no period of this calendar"),
        (("--period", "2026-01", "--from", "2026-01-01"), "name a period, or days with --from and --before"),
    ],
)
def test_wrong_use_says_what_is_right(attain: Run, folder: Path, words: tuple[str, ...], said: str) -> None:
    done = attain("uncredited", folder, *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_workspace_with_errors_says_them(attain: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "w", orders=f"{ORDERS}B,2026-02-15,nobody,,80.00,USD,Won,\n")
    done = attain("uncredited", folder)
    assert done.returncode == 1
    assert "CRED104" in done.stdout
