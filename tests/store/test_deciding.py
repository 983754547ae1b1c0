"""Decisions by hand are facts: approved by another, posted with the rest, survive the next run, and can be revoked."""

from datetime import date
from pathlib import Path

import pytest

from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding, disputing, paying, periods, posting
from attain_web.actions.importing import import_workspace
from attain_web.actions.running import calculate_run
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans, finish
from tests.store.small import DEALS, write_deals

JANUARY = "2026-01"


@pytest.fixture
def calculated(workspace: Path) -> Path:
    """The workspace with January calculated."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    return workspace


def drafted(minor: int, kind: str = "adjustment", period: str = JANUARY) -> str:
    draft = deciding.Draft(kind, "ana", period, "USD", minor, "agreed on the phone")
    return deciding.draft_decisions([draft], acting_user="dana")[0].decision_id


def approved(minor: int, kind: str = "adjustment", period: str = JANUARY) -> str:
    made = drafted(minor, kind, period)
    deciding.approve_decision(made, acting_user="eve")
    return made


def owed() -> dict[str, int]:
    rows = posting.ledger_balances().to_dicts()
    return {row["payee_id"]: -row["balance_amount"] for row in rows if row["account"] == "payable"}


def test_an_adjustment_is_posted_with_the_rest_and_stays(calculated: Path) -> None:
    approved(2_500)
    approved(-500)
    finish(calculated, JANUARY)
    assert owed() == {"ana": 10_000 + 2_000, "bo": 20_000}
    finish(calculated, "2026-02")
    assert owed() == {"ana": 42_000, "bo": 20_000}, "the next run does not take it back"
    assert posting.verify_ledger(calculated).is_clean


def test_what_is_held_is_not_paid_until_it_is_released(calculated: Path) -> None:
    approved(4_000, "hold")
    finish(calculated, JANUARY)
    assert paid(JANUARY) == {"ana": 6_000, "bo": 20_000}
    approved(4_000, "release", "2026-02")
    finish(calculated, "2026-02")
    assert paid("2026-02") == {"ana": 34_000}


def paid(period: str) -> dict[str, int]:
    made = paying.draft_pay_run(period, acting_user="dana")
    paying.approve_pay_run(made.pay_run_id, acting_user="carl")
    lines = paying.export_pay_run(made.pay_run_id, acting_user="carl")
    paying.acknowledge_pay_run(made.pay_run_id, lines, acting_user="carl", paid_on=date(2026, 3, 5))
    return {payee: minor for payee, _, minor in lines.rows()}


@pytest.mark.usefixtures("calculated")
def test_no_more_is_released_than_is_held() -> None:
    approved(4_000, "hold")
    with pytest.raises(Refused, match="only 4000 minor units are held of ana"):
        drafted(4_001, "release")


def test_a_decision_on_a_closed_period_is_posted_in_the_open_one(calculated: Path) -> None:
    finish(calculated, JANUARY)
    made = approved(700)
    periods.calculate_period(calculated, "2026-02", acting_user="dana")
    periods.review_period("2026-02", acting_user="dana")
    periods.approve_period("2026-02", acting_user="eve")
    moves = posting.post_period(calculated, "2026-02", acting_user="eve").differences
    found = [row for row in moves.to_dicts() if row["transaction_id"] == made]
    assert [(r["period_id"], r["posted_period_id"], r["cause"], r["move_amount"]) for r in found] == [
        (JANUARY, "2026-02", "adjustment", 700)
    ]


def test_a_revoked_decision_is_taken_back(calculated: Path) -> None:
    made = approved(700)
    finish(calculated, JANUARY)
    with pytest.raises(Refused, match="dana did 'draft' and may not 'revoke'"):
        deciding.revoke_decision(made, acting_user="dana", reason="a mistake")
    deciding.revoke_decision(made, acting_user="eve", reason="a mistake")
    finish(calculated, "2026-02")
    assert owed() == {"ana": 40_000, "bo": 20_000}


@pytest.mark.usefixtures("calculated")
def test_duties_are_separate() -> None:
    made = drafted(100)
    with pytest.raises(Refused, match="dana did 'draft' and may not 'approve'"):
        deciding.approve_decision(made, acting_user="dana")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        deciding.approve_decision(made, acting_user="ana")


@pytest.mark.usefixtures("calculated")
def test_who_adjusted_does_not_approve_the_figures() -> None:
    draft = deciding.Draft("adjustment", "ana", JANUARY, "USD", 100, "agreed")
    deciding.draft_decisions([draft], acting_user="eve")
    periods.review_period(JANUARY, acting_user="dana")
    with pytest.raises(Refused, match="eve did 'adjust' and may not 'approve'"):
        periods.approve_period(JANUARY, acting_user="eve")


@pytest.mark.usefixtures("calculated")
def test_approved_figures_are_not_changed_by_hand() -> None:
    made = drafted(100)
    periods.review_period(JANUARY, acting_user="dana")
    periods.approve_period(JANUARY, acting_user="carl")
    with pytest.raises(Refused, match="the figures of period 2026-01 are approved without this"):
        deciding.approve_decision(made, acting_user="eve")


def test_a_decision_expires_that_was_not_posted_in_time(calculated: Path) -> None:
    draft = deciding.Draft("adjustment", "ana", JANUARY, "USD", 100, "agreed", expires_on=date(2020, 1, 1))
    (made,) = deciding.draft_decisions([draft], acting_user="dana")
    deciding.approve_decision(made.decision_id, acting_user="eve")
    finish(calculated, JANUARY)
    assert owed() == {"ana": 10_000, "bo": 20_000}
    assert deciding.decision_thing(made.decision_id).state == "expired"


def test_it_is_said_when_the_value_under_a_decision_has_moved(calculated: Path) -> None:
    approved(100)
    assert [one.has_moved for one in deciding.listed_decisions()] == [False]
    write_deals(calculated, {**DEALS, "D1": ("2026-01-10", "ana", "1500")})
    import_workspace(calculated, acting_user="dana")
    calculate_run(calculated, acting_user="dana")
    assert [one.has_moved for one in deciding.listed_decisions()] == [True]


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        (("bonus", "ana", JANUARY, "USD", 1, "why"), "'bonus' is no kind of decision"),
        (("adjustment", "cy", JANUARY, "USD", 1, "why"), "no plan pays 'cy'"),
        (("adjustment", "ana", "2031-01", "USD", 1, "why"), "no plan has the pay period '2031-01'"),
        (("adjustment", "ana", JANUARY, "EUR", 1, "why"), "ana is not paid in EUR"),
        (("adjustment", "ana", JANUARY, "USD", 0, "why"), "cannot be 0"),
        (("hold", "ana", JANUARY, "USD", -1, "why"), "cannot be -1"),
        (("adjustment", "ana", JANUARY, "USD", 1, " "), "'draft' needs a reason"),
    ],
)
@pytest.mark.usefixtures("calculated")
def test_a_wrong_draft_is_refused_and_nothing_is_kept(draft: tuple[str, str, str, str, int, str], what: str) -> None:
    good = deciding.Draft("adjustment", "ana", JANUARY, "USD", 1, "why")
    with pytest.raises(Refused, match=what) as refused:
        deciding.draft_decisions([good, deciding.Draft(*draft)], acting_user="dana")
    assert "decision 2 of 2" in refused.value.what
    assert deciding.listed_decisions() == []


def test_a_decision_settles_a_dispute_of_the_same_payee(calculated: Path) -> None:
    disputing.raise_dispute(JANUARY, "bo", "too little", acting_user="bo")
    draft = deciding.Draft("adjustment", "ana", JANUARY, "USD", 1, "why", dispute_id="D-1")
    with pytest.raises(Refused, match="ana has no dispute 'D-1'"):
        deciding.draft_decisions([draft], acting_user="dana")
    words = ("adjust", "add", calculated, JANUARY, "bo", "5", "--reason", "right", "--dispute", "D-1", "--as", "dana")
    attain(*words)
    assert deciding.decision_of("ADJ-1").dispute_id == "D-1"


def test_decisions_by_the_command_line(calculated: Path, tmp_path: Path) -> None:
    output = attain("adjust", "add", calculated, JANUARY, "ana", "-25.00", "--reason", "paid twice", "--as", "dana")
    assert output == "ADJ-1 adjustment of -25.00 USD for ana in 2026-01, drafted\n"
    assert "ADJ-1 is approved" in attain("adjust", "approve", calculated, "ADJ-1", "--as", "eve")
    attain("adjust", "add", calculated, JANUARY, "bo", "50", "--kind", "hold", "--reason", "in dispute", "--as", "dana")
    attain("adjust", "reject", calculated, "ADJ-2", "--reason", "settled", "--as", "eve")
    attain("adjust", "revoke", calculated, "ADJ-1", "--reason", "not so", "--as", "eve")
    assert "'twelve' is no amount in USD" in attain(
        "adjust", "add", calculated, JANUARY, "ana", "twelve", "--reason", "x", status=2
    )
    file = tmp_path / "many.csv"
    file.write_text("payee,period,amount,currency,reason\nana,2026-01,10,USD,one\nbo,2026-01,20,USD,two\n", "utf-8")
    assert len(said("adjust", "load", calculated, file, "--as", "dana")) == 2
    file.write_text("payee,period,amount,currency,reason\nana,2026-01,10,USD,one\nbo,2026-01,?,USD,two\n", "utf-8")
    assert "line 3 of 'many.csv' has the amount '?'" in attain("adjust", "load", calculated, file, status=1)
    states = [(row["decision"], row["state"], row["reason"]) for row in said("adjust", "list", calculated)]
    assert states == [
        ("ADJ-1", "revoked", "paid twice"),
        ("ADJ-2", "rejected", "in dispute"),
        ("ADJ-3", "drafted", "one"),
        ("ADJ-4", "drafted", "two"),
    ]


@pytest.mark.usefixtures("calculated")
def test_what_is_held_is_released_once_however_it_is_drafted() -> None:
    """Drafts were not counted and an approval looked at nothing, so that two of them released the same twice."""
    held = approved(4_000, "hold")
    first, second = drafted(4_000, "release"), drafted(4_000, "release")
    deciding.approve_decision(first, acting_user="eve")
    with pytest.raises(Refused, match="only 0 minor units are held of ana"):
        deciding.approve_decision(second, acting_user="eve")
    with pytest.raises(Refused, match="only 0 minor units are held of ana"):
        deciding.revoke_decision(held, acting_user="eve", reason="a mistake")
    deciding.revoke_decision(first, acting_user="eve", reason="a mistake")
    one = deciding.Draft("release", "ana", JANUARY, "USD", 3_000, "half and half")
    with pytest.raises(Refused, match="decision 2 of 2: only 4000 minor units are held of ana"):
        deciding.draft_decisions([one, one], acting_user="dana")
    with pytest.raises(Refused, match="decision 2 of 2: only 4000 minor units are held of ana"):
        deciding.refuse_wrong_drafts([one, one])
    deciding.revoke_decision(held, acting_user="eve", reason="a mistake")


def test_a_hold_of_which_something_was_released_does_not_expire(calculated: Path) -> None:
    draft = deciding.Draft("hold", "ana", JANUARY, "USD", 4_000, "until signed", expires_on=date(2020, 1, 1))
    (held,) = deciding.draft_decisions([draft], acting_user="dana")
    deciding.approve_decision(held.decision_id, acting_user="eve")
    approved(4_000, "release", JANUARY)
    finish(calculated, JANUARY)
    assert deciding.decision_thing(held.decision_id).state == "approved"
    assert owed() == {"ana": 10_000, "bo": 20_000}
