"""Every plan of the library is right, pays what was worked out by hand, and can explain each payment.

`expected.csv` of a folder says for every payment what is paid and how that is worked out. The working is evaluated in
exact fractions here, so that an expected amount is never a copy of what the engine printed.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from attain.diagnostics import render_text
from attain.money import minor_digits
from attain.questions.checking import check_opened
from attain.questions.explain import explain_all
from attain.runs import calculate_workspace, open_workspace
from tests.library.arithmetic import cents, worked

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "examples" / "plans"
FOLDERS = sorted(path.parent for path in LIBRARY.glob("*/attain.yaml"))
COLUMNS = ["payee", "period", "paid", "working"]
LONGEST_README = 40


def _expected(folder: Path) -> list[dict[str, str]]:
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _paid(payments: pl.DataFrame) -> dict[tuple[str, str], Decimal]:
    rows = payments.select("payee_id", "period_id", "currency", "paid").iter_rows()
    return {(payee, period): Decimal(paid).scaleb(-minor_digits(currency)) for payee, period, currency, paid in rows}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plan_of_the_library_pays_what_was_worked_out_by_hand(folder: Path) -> None:
    opened = open_workspace(folder)
    checked = check_opened(opened)
    assert not checked.diagnostics, render_text(checked.diagnostics)
    assert {example.place.file for example in checked.examples} == set(opened.texts)
    assert checked.results is not None
    paid = _paid(checked.results.tables["payments"])
    expected = {(row["payee"], row["period"]): Decimal(row["paid"]) for row in _expected(folder)}
    left_out = {key: Decimal() for key in paid if key not in expected}
    assert paid == expected | left_out
    explained = list(explain_all(opened, checked.results))
    assert len(explained) == len(paid)
    assert all(explanation.holds for explanation in explained)


@pytest.mark.parametrize("name", ["account_executive", "insurance_agent", "onboarding_full_commission", "recruiter"])
@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 5, 31)], ids=str)
def test_a_run_in_the_middle_of_a_quarter_pays_what_stands(name: str, day: date) -> None:
    """Nothing is paid before it is due and nobody's quota is cut: a later run says the same of the months behind."""
    whole = _paid(calculate_workspace(LIBRARY / name).tables["payments"])
    paid = _paid(calculate_workspace(LIBRARY / name, as_of=day).tables["payments"])
    assert paid
    assert paid == {key: whole[key] for key in paid}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_expected_payment_is_what_its_working_comes_to(folder: Path) -> None:
    rows = _expected(folder)
    assert rows
    assert list(rows[0]) == COLUMNS
    assert len({(row["payee"], row["period"]) for row in rows}) == len(rows)
    wrong = [row for row in rows if cents(worked(row["working"])) != Decimal(row["paid"])]
    assert not wrong


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_says_who_it_is_for_why_so_and_what_to_watch(folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_README
    parts = ["# ", "\n**Who.** ", "\n**Why so.** ", "\n**What to watch.**\n"]
    assert [text.find(part) >= 0 for part in parts] == [True] * len(parts)


def test_the_library_is_found() -> None:
    assert len(FOLDERS) >= 31


@pytest.mark.parametrize("text", ["__import__('os')", "a + 1", "2 ** 3", "'1'"])
def test_a_working_is_numbers_only(text: str) -> None:
    with pytest.raises(ValueError, match="no arithmetic"):
        worked(text)
