"""Tie-out on the store: a good period ties out, and every hand in the jar is named."""

from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding, paying, periods, posting
from attain_web.actions.closing.files.payroll_files import read_exported, write_pay_lines
from attain_web.actions.closing.tying import tie_out_period
from attain_web.actions.importing import import_workspace
from attain_web.actions.running import results_of
from tests.store.commanding import attain, said
from tests.store.conftest import behind_the_back
from tests.store.journey import approve_plans, finish
from tests.store.small import DEALS, write_deals

JANUARY = "2026-01"


@pytest.fixture
def closed(workspace: Path) -> Path:
    """The workspace with January closed, an adjustment in it."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    draft = deciding.Draft("adjustment", "ana", JANUARY, "USD", 500, "agreed")
    deciding.draft_decisions([draft], acting_user="dana")
    deciding.approve_decision("ADJ-1", acting_user="eve")
    finish(workspace, JANUARY)
    return workspace


def kinds(workspace: Path, exported: pl.DataFrame | None = None) -> list[tuple[str, str, str | None]]:
    found = tie_out_period(workspace, JANUARY, exported=exported)
    return found.select("step", "kind", "transaction_id").rows()


def test_a_good_period_ties_out_also_after_corrections(closed: Path) -> None:
    assert kinds(closed) == []
    write_deals(closed, {**DEALS, "D1": ("2026-01-10", "ana", "1500"), "D9": ("2026-01-31", "bo", "100")})
    import_workspace(closed, acting_user="dana")
    finish(closed, "2026-02")
    assert kinds(closed) == []


def test_a_fact_that_is_gone_is_named(closed: Path) -> None:
    behind_the_back(closed, "fact", "DELETE FROM fact WHERE source_table = 'deals' AND key = 'D2'")
    assert kinds(closed)[0] == ("imported", "changed_amount", "batch 1")
    assert ("credited", "unknown_row", "D2") in kinds(closed)


def test_figures_that_were_edited_are_named(closed: Path) -> None:
    step = periods.period(JANUARY).last
    assert step is not None
    assert step.run is not None
    earnings = results_of(step.run, ["ana"])["earnings"]
    raised = pl.when(pl.col("transaction_id") == "D1").then(99_999).otherwise("earning_amount")
    edited = BytesIO()
    earnings.with_columns(raised.alias("earning_amount")).write_ipc_stream(edited)
    behind_the_back(closed, "figures", "UPDATE figures SET earnings = %s WHERE payee_id = 'ana'", edited.getvalue())
    assert kinds(closed) == [("earned", "wrong_rate", "D1")]


def test_what_stands_and_should_not_is_named(closed: Path) -> None:
    raised = "UPDATE ledger_standing SET standing_amount = standing_amount + 1 WHERE transaction_id = 'D2'"
    behind_the_back(closed, "ledger_standing", raised)
    assert kinds(closed)[0] == ("posted", "changed_amount", "D2")
    behind_the_back(closed, "ledger_standing", "DELETE FROM ledger_standing WHERE transaction_id = 'ADJ-1'")
    assert ("posted", "unposted_adjustment", "ADJ-1") in kinds(closed)


def test_a_period_that_does_not_tie_out_is_not_closed(closed: Path) -> None:
    periods.calculate_period(closed, "2026-02", acting_user="dana")
    periods.review_period("2026-02", acting_user="dana")
    periods.approve_period("2026-02", acting_user="eve")
    posting.post_period(closed, "2026-02", acting_user="eve")
    behind_the_back(closed, "ledger_standing", "UPDATE ledger_standing SET payee_id = 'bo' WHERE transaction_id = 'D3'")
    with pytest.raises(Refused, match="'close' waits for 'tied_out': posted wrong_payee D3 ana"):
        posting.close_period(closed, "2026-02", acting_user="carl")


def test_an_edited_export_and_a_bank_that_paid_less_are_named(closed: Path, tmp_path: Path) -> None:
    made = paying.draft_pay_run(JANUARY, acting_user="dana")
    paying.approve_pay_run(made.pay_run_id, acting_user="carl")
    lines = paying.export_pay_run(made.pay_run_id, acting_user="carl")
    file = tmp_path / "payroll.csv"
    write_pay_lines(lines, made.pay_run_id, file)
    assert kinds(closed, read_exported(file, JANUARY)) == []
    file.write_text(file.read_text("utf-8").replace("200.00", "209.00"), "utf-8")
    assert kinds(closed, read_exported(file, JANUARY)) == [("exported", "edited_export", None)]
    assert "edited export" in attain("tie-out", closed, JANUARY, "--export", file, status=1)
    paid = lines.with_columns(pay_amount=pl.col("pay_amount") - (pl.col("payee_id") == "bo").cast(pl.Int64))
    paying.acknowledge_pay_run(made.pay_run_id, paid, acting_user="carl", paid_on=date(2026, 2, 5))
    found = tie_out_period(closed, JANUARY)
    assert found.select("kind", "payee_id", "expected_amount", "found_amount").rows() == [
        ("paid_less", "bo", 20_000, 19_999)
    ]


def test_what_a_later_pay_run_made_good_is_nothing_to_explain(closed: Path, tmp_path: Path) -> None:
    files: list[Path] = []
    for short in (100, 0):
        made = paying.draft_pay_run(JANUARY, acting_user="dana")
        paying.approve_pay_run(made.pay_run_id, acting_user="carl")
        lines = paying.export_pay_run(made.pay_run_id, acting_user="carl")
        files.append(tmp_path / f"{made.pay_run_id}.csv")
        write_pay_lines(lines, made.pay_run_id, files[-1])
        paid = lines.with_columns(pay_amount=pl.col("pay_amount") - short)
        day = date(2026, 2, 5)
        paying.acknowledge_pay_run(made.pay_run_id, paid, acting_user="carl", paid_on=day)
    assert kinds(closed) == []
    assert [kinds(closed, read_exported(file, JANUARY)) for file in files] == [[], []], "each file beside its own run"


def test_by_the_command_line(closed: Path, tmp_path: Path) -> None:
    assert attain("tie-out", closed, JANUARY) == "2026-01 ties out\n"
    assert said("tie-out", closed, JANUARY) == []
    assert "2026-02 was never calculated" in attain("tie-out", closed, "2026-02", status=1)
    (tmp_path / "other.csv").write_text("pay_run,payee,currency,amount\n2025-01-1,ana,USD,1\n", "utf-8")
    wrong = attain("tie-out", closed, JANUARY, "--export", tmp_path / "other.csv", status=1)
    assert "is not of one pay run of 2026-01" in wrong


def test_a_place_that_cannot_be_written_to_is_said(closed: Path, tmp_path: Path) -> None:
    for words in (
        ("evidence", closed, JANUARY),
        ("proof", closed, JANUARY, "ana"),
        ("person", "export", closed, "ana"),
    ):
        assert "cannot be written: No such file" in attain(*words, "--out", tmp_path / "no" / "file", status=1)
