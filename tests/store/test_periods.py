"""A period's way: calculated, reviewed, approved by another, posted once, closed; late facts are posted as deltas."""

from pathlib import Path

import pytest

from attain_web.actions import planning, running
from attain_web.actions.acting import Refused
from attain_web.actions.auditing import last_rows, verify_audit
from attain_web.actions.closing import periods, posting
from attain_web.actions.importing import import_workspace
from attain_web.actions.texts import text_of
from tests.store.conftest import behind_the_back
from tests.store.small import DEALS, PLAN, write_deals


@pytest.fixture
def approved(workspace: Path) -> Path:
    """The workspace with its facts loaded and its plan approved."""
    import_workspace(workspace, acting_user="dana")
    approve_plan(workspace)
    return workspace


def approve_plan(workspace: Path) -> None:
    planning.save_plans(workspace, acting_user="dana")
    planning.move_plan("sales", "submit", acting_user="dana")
    planning.move_plan("sales", "approve", acting_user="eve")


def calculated(workspace: Path, period: str) -> None:
    periods.calculate_period(workspace, period, acting_user="dana")
    periods.review_period(period, acting_user="dana")
    periods.approve_period(period, acting_user="eve")


def posted(workspace: Path, period: str) -> posting.PostedPeriod:
    calculated(workspace, period)
    return posting.post_period(workspace, period, acting_user="eve")


def closed(workspace: Path, *names: str) -> None:
    for name in names:
        posted(workspace, name)
        posting.close_period(workspace, name, acting_user="eve")


def moves(done: posting.PostedPeriod) -> list[tuple[str, ...]]:
    columns = ("payee_id", "period_id", "flow", "transaction_id", "cause", "move_amount")
    return done.differences.select(columns).sort(columns).rows()


def test_what_is_posted_is_what_is_calculated(approved: Path) -> None:
    assert moves(posted(approved, "2026-01")) == [
        ("ana", "2026-01", "earned", "D1", "calculation", 10_000),
        ("bo", "2026-01", "earned", "D2", "calculation", 20_000),
    ]
    assert posting.account_totals(posting.ledger_balances()) == [
        ("commission_expense", "USD", 30_000),
        ("payable", "USD", -30_000),
    ]


def test_posting_again_posts_nothing(approved: Path) -> None:
    posted(approved, "2026-01")
    assert posting.post_period(approved, "2026-01", acting_user="eve").entry_count == 0
    before = len(last_rows(100))
    posting.post_period(approved, "2026-01", acting_user="eve")
    assert len(last_rows(100)) == before


def test_the_same_inputs_are_the_same_run(approved: Path) -> None:
    first = running.calculate_run(approved, acting_user="dana")
    again = running.calculate_run(approved, acting_user="eve")
    assert first.run is not None
    assert again.run is not None
    assert (first.is_new, again.is_new, first.run.run_id) == (True, False, again.run.run_id)


def test_a_late_a_changed_and_a_lost_deal_are_posted_in_the_open_period(approved: Path) -> None:
    closed(approved, "2026-01")
    deals = {**DEALS, "D1": ("2026-01-10", "ana", "1500"), "D9": ("2026-01-31", "bo", "100")}
    del deals["D2"]
    write_deals(approved, deals)
    import_workspace(approved, acting_user="dana")
    assert moves(posted(approved, "2026-02")) == [
        ("ana", "2026-01", "earned", "D1", "changed_fact", 5_000),
        ("ana", "2026-02", "earned", "D3", "calculation", 30_000),
        ("bo", "2026-01", "earned", "D2", "correction", -20_000),
        ("bo", "2026-01", "earned", "D9", "late_fact", 1_000),
    ]
    assert posting.verify_ledger(approved).is_clean


def test_another_plan_is_a_cause_of_its_own(approved: Path) -> None:
    closed(approved, "2026-01")
    write_deals(approved, {**DEALS, "D1": ("2026-01-10", "ana", "2000")})
    import_workspace(approved, acting_user="dana")
    (approved / "plans" / "sales.yaml").write_text(PLAN.replace("10%", "12%"), encoding="utf-8")
    approve_plan(approved)
    assert moves(posted(approved, "2026-02")) == [
        ("ana", "2026-01", "earned", "D1", "changed_fact", 10_000),
        ("ana", "2026-01", "earned", "D1", "plan", 4_000),
        ("ana", "2026-02", "earned", "D3", "calculation", 36_000),
        ("bo", "2026-01", "earned", "D2", "plan", 4_000),
    ]


def test_duties_are_separate(approved: Path) -> None:
    periods.calculate_period(approved, "2026-01", acting_user="dana")
    periods.review_period("2026-01", acting_user="dana")
    with pytest.raises(Refused, match="dana did 'calculate' and may not 'approve'"):
        periods.approve_period("2026-01", acting_user="dana")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        periods.approve_period("2026-01", acting_user="ana")
    with pytest.raises(Refused, match="'post' does not follow 'in_review'"):
        posting.post_period(approved, "2026-01", acting_user="eve")


def test_whoever_made_the_run_calculated_it_too(approved: Path) -> None:
    running.calculate_run(approved, acting_user="eve")
    periods.calculate_period(approved, "2026-01", acting_user="dana")
    periods.review_period("2026-01", acting_user="dana")
    with pytest.raises(Refused, match="eve did 'calculate' and may not 'approve'"):
        periods.approve_period("2026-01", acting_user="eve")


def test_figures_are_sent_back_for_a_reason(approved: Path) -> None:
    calculated(approved, "2026-01")
    with pytest.raises(Refused, match="'reject' needs a reason"):
        periods.reject_period("2026-01", acting_user="eve", reason=" ")
    assert periods.reject_period("2026-01", acting_user="eve", reason="D2 is a test deal").state == "calculated"
    periods.review_period("2026-01", acting_user="dana")
    assert periods.approve_period("2026-01", acting_user="eve").state == "approved"


def test_who_saved_a_plan_does_not_approve_it(workspace: Path) -> None:
    planning.save_plans(workspace, acting_user="dana")
    with pytest.raises(Refused, match="'approve' does not follow 'draft'"):
        planning.move_plan("sales", "approve", acting_user="eve")
    planning.move_plan("sales", "submit", acting_user="carl")
    for name, action in (("dana", "write"), ("carl", "submit")):
        with pytest.raises(Refused, match=f"{name} did '{action}' and may not 'approve'"):
            planning.move_plan("sales", "approve", acting_user=name)
    with pytest.raises(Refused, match="'reject' needs a reason"):
        planning.move_plan("sales", "reject", acting_user="eve")


def test_steps_follow_one_another(approved: Path) -> None:
    with pytest.raises(Refused, match="period 2026-01: 'submit' does not follow 'open'"):
        periods.review_period("2026-01", acting_user="dana")
    with pytest.raises(Refused, match="'close' does not follow 'open'"):
        posting.close_period(approved, "2026-01", acting_user="eve")
    with pytest.raises(Refused, match="no plan has the pay period '2025-01'"):
        periods.calculate_period(approved, "2025-01", acting_user="dana")


def test_a_closed_period_is_closed(approved: Path) -> None:
    closed(approved, "2026-01")
    write_deals(approved, {**DEALS, "D9": ("2026-01-31", "bo", "100")})
    import_workspace(approved, acting_user="dana")
    with pytest.raises(Refused, match="'calculate' does not follow 'closed'"):
        periods.calculate_period(approved, "2026-01", acting_user="dana")
    with pytest.raises(Refused, match="'post' does not follow 'closed'"):
        posting.post_period(approved, "2026-01", acting_user="eve")


def test_an_earlier_period_with_postings_is_closed_first(approved: Path) -> None:
    posted(approved, "2026-01")
    posted(approved, "2026-02")
    with pytest.raises(Refused, match="close 2026-01 first"):
        posting.close_period(approved, "2026-02", acting_user="eve")


def test_reopening_takes_two_people_and_a_reason(approved: Path) -> None:
    closed(approved, "2026-01")
    with pytest.raises(Refused, match="needs a reason"):
        periods.reopen_period("2026-01", acting_user="dana", reason=" ")
    assert periods.reopen_period("2026-01", acting_user="dana", reason="a payment came back").state == "closed"
    assert periods.closed_periods() == ["2026-01"], "closed until somebody agrees"
    with pytest.raises(Refused, match="dana asked for 'reopen' already"):
        periods.reopen_period("2026-01", acting_user="dana", reason="please")
    step = periods.reopen_period("2026-01", acting_user="eve", reason="")
    assert (step.state, text_of(step.note)) == ("open", "a payment came back")
    closed(approved, "2026-01")
    assert posting.verify_ledger(approved).is_clean


def test_a_reopening_may_be_refused(approved: Path) -> None:
    closed(approved, "2026-01")
    with pytest.raises(Refused, match="nobody asked"):
        periods.keep_period_closed("2026-01", acting_user="eve")
    periods.reopen_period("2026-01", acting_user="dana", reason="a late deal")
    assert periods.keep_period_closed("2026-01", acting_user="eve").state == "closed"
    assert periods.reopen_period("2026-01", acting_user="eve", reason="another").state == "closed", "asked anew"


def test_every_step_stands_in_the_audit(approved: Path) -> None:
    closed(approved, "2026-01")
    assert [row["action"] for row in last_rows(100)] == [
        "import_workspace",
        "save_plans",
        "submit_plan",
        "approve_plan",
        "calculate_run",
        "calculate_period",
        "review_period",
        "approve_period",
        "post_period",
        "close_period",
    ]
    assert verify_audit(approved).is_clean
    assert verify_audit(approved).unsigned_count == 1, "the close itself"


def test_figures_that_were_changed_in_the_database_are_not_believed(approved: Path) -> None:
    ran = running.calculate_run(approved, acting_user="dana")
    assert ran.run is not None
    assert running.results_of(ran.run)["earnings"].height
    other = "(SELECT earnings FROM figures WHERE payee_id = 'bo')"
    behind_the_back(approved, "figures", f"UPDATE figures SET earnings = {other} WHERE payee_id = 'ana'")  # noqa: S608 -- a constant
    with pytest.raises(Refused, match=r"the figures of ana of run .* were changed in the database"):
        running.results_of(ran.run)
    behind_the_back(approved, "run_figures", "DELETE FROM run_figures WHERE payee_id = 'ana'")
    with pytest.raises(Refused, match=r"the list of figures of run .* were changed"):
        running.results_of(ran.run)


def test_an_id_with_signs_of_its_own_keeps_its_cause(approved: Path) -> None:
    closed(approved, "2026-01")
    write_deals(approved, {**DEALS, "a/b#1": ("2026-01-31", "bo", "100")})
    import_workspace(approved, acting_user="dana")
    assert ("bo", "2026-01", "earned", "a/b#1", "late_fact", 1_000) in moves(posted(approved, "2026-02"))


def test_a_posting_of_many_rows_adds_to_what_stands_as_one_of_few_does(
    approved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attain_web.store.ledgers.LOOKED_UP", 1)
    closed(approved, "2026-01")
    write_deals(approved, {**DEALS, "D1": ("2026-01-10", "ana", "1500"), "D9": ("2026-01-31", "bo", "100")})
    import_workspace(approved, acting_user="dana")
    posted(approved, "2026-02")
    assert posting.verify_ledger(approved).is_clean, "sums are those of a replay"
