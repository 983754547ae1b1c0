"""Pay runs pay what is due, once: drafted, approved by another, exported, and posted as payroll says."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from attain.ledger import PAY_LINES
from attain_web.actions.acting import Refused
from attain_web.actions.closing import paying, posting
from attain_web.actions.closing.files.payroll_files import read_pay_lines, write_pay_lines
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans, finish
from tests.store.small import DEALS, write_deals

PAY_DAY = date(2026, 2, 5)


@pytest.fixture
def closed(workspace: Path) -> Path:
    """The workspace with January closed."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, "2026-01")
    return workspace


def lines(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PAY_LINES.schema, orient="row")


def paid(period: str) -> list[tuple[str, str, int]]:
    made = paying.draft_pay_run(period, acting_user="dana")
    paying.approve_pay_run(made.pay_run_id, acting_user="eve")
    found = paying.export_pay_run(made.pay_run_id, acting_user="eve")
    paying.acknowledge_pay_run(made.pay_run_id, found, acting_user="eve", paid_on=PAY_DAY)
    return found.rows()


def due() -> dict[str, int]:
    owed = posting.ledger_balances().filter(pl.col("account") == "payable")
    return {payee: -owes for payee, owes in owed.select("payee_id", "balance_amount").iter_rows() if owes}


def test_what_is_due_is_paid_once(closed: Path) -> None:
    assert due() == {"ana": 10_000, "bo": 20_000}
    assert paid("2026-01") == [("ana", "USD", 10_000), ("bo", "USD", 20_000)]
    assert due() == {}
    with pytest.raises(Refused, match="nothing is due in period 2026-01"):
        paying.draft_pay_run("2026-01", acting_user="dana")
    assert posting.verify_ledger(closed).is_clean


def test_a_correction_is_paid_with_the_next_month(closed: Path) -> None:
    paid("2026-01")
    write_deals(closed, {**DEALS, "D1": ("2026-01-10", "ana", "400")})
    import_workspace(closed, acting_user="dana")
    finish(closed, "2026-02")
    assert paid("2026-02") == [("ana", "USD", 30_000 - 6_000)]


@pytest.mark.usefixtures("closed")
def test_one_pay_run_at_a_time() -> None:
    made = paying.draft_pay_run("2026-01", acting_user="dana")
    with pytest.raises(Refused, match="2026-01-1 is drafted; finish it first"):
        paying.draft_pay_run("2026-01", acting_user="dana")
    paying.reject_pay_run(made.pay_run_id, acting_user="dana", reason="drafted too early")
    assert paying.draft_pay_run("2026-01", acting_user="dana").pay_run_id == "2026-01-2"


@pytest.mark.usefixtures("closed")
def test_duties_are_separate() -> None:
    made = paying.draft_pay_run("2026-01", acting_user="dana")
    with pytest.raises(Refused, match="dana did 'draft' and may not 'approve'"):
        paying.approve_pay_run(made.pay_run_id, acting_user="dana")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        paying.approve_pay_run(made.pay_run_id, acting_user="ana")
    with pytest.raises(Refused, match="pay run 2026-01-1: 'export' does not follow 'drafted'"):
        paying.export_pay_run(made.pay_run_id, acting_user="eve")


@pytest.mark.usefixtures("closed")
def test_what_payroll_did_not_pay_stays_due() -> None:
    made = paying.draft_pay_run("2026-01", acting_user="dana")
    paying.approve_pay_run(made.pay_run_id, acting_user="eve")
    paying.export_pay_run(made.pay_run_id, acting_user="eve")
    report = lines(("ana", "USD", 9_000))
    off = paying.acknowledge_pay_run(made.pay_run_id, report, acting_user="eve", paid_on=PAY_DAY)
    assert [(one.payee_id, one.asked, one.paid) for one in off] == [("ana", 10_000, 9_000), ("bo", 20_000, 0)]
    assert due() == {"ana": 1_000, "bo": 20_000}
    assert paid("2026-01") == [("ana", "USD", 1_000), ("bo", "USD", 20_000)]


@pytest.mark.usefixtures("closed")
def test_nobody_is_paid_who_was_not_asked_for() -> None:
    made = paying.draft_pay_run("2026-01", acting_user="dana")
    paying.approve_pay_run(made.pay_run_id, acting_user="eve")
    paying.export_pay_run(made.pay_run_id, acting_user="eve")
    with pytest.raises(Refused, match="does not pay cy in USD"):
        paying.acknowledge_pay_run(made.pay_run_id, lines(("cy", "USD", 1)), acting_user="eve", paid_on=PAY_DAY)


def test_what_is_not_posted_is_not_paid(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    with pytest.raises(Refused, match="2026-01 is open; post it first"):
        paying.draft_pay_run("2026-01", acting_user="dana")


def test_a_pay_run_by_the_command_line(closed: Path, tmp_path: Path) -> None:
    assert "2 payments, 300.00 USD" in attain("pay", "draft", closed, "2026-01", "--as", "dana")
    attain("pay", "approve", closed, "2026-01-1", "--as", "eve")
    for name in ("run.csv", "run.xlsx"):
        attain("pay", "export", closed, "2026-01-1", "--out", tmp_path / name)
    text = (tmp_path / "run.csv").read_text(encoding="utf-8")
    assert text == "pay_run,payee,currency,amount\n2026-01-1,ana,USD,100.00\n2026-01-1,bo,USD,200.00\n"
    (tmp_path / "back.csv").write_text(text.replace("200.00", "150.50"), encoding="utf-8")
    output = attain("pay", "acknowledge", closed, "2026-01-1", tmp_path / "back.csv", "--on", "2026-02-05")
    assert "bo: 150.50 of 200.00 USD was paid; the rest stays due" in output
    assert [row["state"] for row in said("pay", "list", closed)] == ["acknowledged"]


@pytest.mark.parametrize("payee", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_no_name_is_a_formula(payee: str, tmp_path: Path) -> None:
    import python_calamine

    found = lines((payee, "USD", 100))
    write_pay_lines(found, "R1", tmp_path / "run.csv")
    written = pl.read_csv(tmp_path / "run.csv", infer_schema=False)["payee"][0]
    assert written == f"'{payee}"
    assert read_pay_lines(tmp_path / "run.csv", "R1").rows() == [(payee, "USD", 100)]
    write_pay_lines(found, "R1", tmp_path / "run.xlsx")
    sheet = python_calamine.CalamineWorkbook.from_path(tmp_path / "run.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1] == ["R1", payee, "USD", 1.0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("pay_run,payee,amount\nR1,ana,1\n", "has no column 'currency'"),
        ("pay_run,payee,currency,amount\nR2,ana,USD,1\n", "line 2 of 'back.csv' is of pay run 'R2'"),
        ("pay_run,payee,currency,amount\nR1,ana,USD,one\n", "line 2 of 'back.csv' has the amount 'one'"),
        ("pay_run,payee,currency,amount\nR1,ana,USD,\n", "line 2 of 'back.csv' has the amount"),
        ("pay_run,payee,currency,amount\nR1,ana,USD,1.005\n", "has the amount '1.005'"),
        ("pay_run,payee,currency,amount\nR1,ana,USD,-1\n", "has the amount '-1'"),
        ("pay_run,payee,currency,amount\nR1,ana,USD,1\nR1,ana,USD,2\n", "more than one line of ana"),
    ],
)
def test_a_report_that_cannot_be_read_says_where(text: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "back.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_pay_lines(tmp_path / "back.csv", "R1")
    assert what in refused.value.what


def test_currencies_without_cents_have_none(tmp_path: Path) -> None:
    write_pay_lines(lines(("ana", "JPY", 1_234), ("bo", "KWD", 5)), "R1", tmp_path / "run.csv")
    assert read_pay_lines(tmp_path / "run.csv", "R1").rows() == [("ana", "JPY", 1_234), ("bo", "KWD", 5)]
    assert "0.005" in (tmp_path / "run.csv").read_text(encoding="utf-8")
