"""Statements and disputes: published, approved by nobody else, disputed, settled, and published again."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from attain.cli.application import app
from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding, disputing, periods, posting
from attain_web.actions.closing.statements import (
    approve_statement,
    publish_statements,
    statement,
    statements_of,
    withdraw_statement,
)
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans
from tests.store.small import DEALS, write_deals

JANUARY = "2026-01"


@pytest.fixture
def reviewed(workspace: Path) -> Path:
    """The workspace with January in review."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    periods.review_period(JANUARY, acting_user="dana")
    return workspace


def states() -> dict[str, tuple[str, dict[str, int]]]:
    return {payee: (step.state, step.details["amounts"]) for payee, step in statements_of(JANUARY).items()}


@pytest.mark.usefixtures("reviewed")
def test_a_statement_is_approved_by_its_payee_alone() -> None:
    publish_statements(JANUARY, acting_user="dana")
    assert states() == {"ana": ("published", {"USD": 10_000}), "bo": ("published", {"USD": 20_000})}
    for user in ("dana", "bo"):
        with pytest.raises(Refused, match="'approve' is for the person it is about"):
            approve_statement(JANUARY, "ana", acting_user=user)
    assert approve_statement(JANUARY, "ana", acting_user="ana").details == {"amounts": {"USD": 10_000}}
    assert publish_statements(JANUARY, acting_user="dana") == [], "again it publishes nothing"


@pytest.mark.usefixtures("reviewed")
def test_nobody_publishes_their_own() -> None:
    with pytest.raises(Refused, match="'publish' would be about ana's own pay"):
        publish_statements(JANUARY, acting_user="ana")
    assert states() == {}


def test_what_is_not_in_review_is_not_published(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    with pytest.raises(Refused, match="2026-01 is open; hand it in for review first"):
        publish_statements(JANUARY, acting_user="dana")


def test_another_amount_is_published_again_by_itself(reviewed: Path) -> None:
    publish_statements(JANUARY, acting_user="dana")
    for payee in ("ana", "bo"):
        approve_statement(JANUARY, payee, acting_user=payee)
    write_deals(reviewed, {**DEALS, "D1": ("2026-01-10", "ana", "1500")})
    import_workspace(reviewed, acting_user="dana")
    periods.calculate_period(reviewed, JANUARY, acting_user="dana")
    assert states() == {"ana": ("published", {"USD": 15_000}), "bo": ("approved", {"USD": 20_000})}
    (made,) = deciding.draft_decisions(
        [deciding.Draft("adjustment", "bo", JANUARY, "USD", -1, "a cent")], acting_user="dana"
    )
    deciding.approve_decision(made.decision_id, acting_user="eve")
    assert states()["bo"] == ("published", {"USD": 19_999})


def test_open_statements_and_disputes_block_the_close(reviewed: Path) -> None:
    publish_statements(JANUARY, acting_user="dana")
    approve_statement(JANUARY, "bo", acting_user="bo")
    disputing.raise_dispute(JANUARY, "ana", "D3 is mine", acting_user="ana", about="deal", about_id="D3")
    with pytest.raises(Refused, match="'approve' waits for 'disputes_settled': D-1 of ana is open"):
        periods.approve_period(JANUARY, acting_user="eve")
    disputing.end_dispute("D-1", "reject", acting_user="dana", reason="D3 is of February")
    periods.approve_period(JANUARY, acting_user="eve")
    posting.post_period(reviewed, JANUARY, acting_user="eve")
    with pytest.raises(Refused, match="'close' waits for 'statements_approved': ana did not approve"):
        posting.close_period(reviewed, JANUARY, acting_user="carl")
    approve_statement(JANUARY, "ana", acting_user="ana")
    assert posting.close_period(reviewed, JANUARY, acting_user="carl").state == "closed"


@pytest.mark.usefixtures("reviewed")
def test_a_dispute_has_a_thread_and_its_statement_follows() -> None:
    publish_statements(JANUARY, acting_user="dana")
    disputing.raise_dispute(JANUARY, "ana", "a deal is missing", acting_user="ana")
    assert statement(JANUARY, "ana").state == "disputed"
    disputing.say_in_dispute("D-1", "which one?", acting_user="dana")
    disputing.say_in_dispute("D-1", "D9", acting_user="ana")
    with pytest.raises(Refused, match="'accept' would be about ana's own pay"):
        disputing.end_dispute("D-1", "accept", acting_user="ana", reason="mine")
    with pytest.raises(Refused, match="'accept' needs a reason"):
        disputing.end_dispute("D-1", "accept", acting_user="dana")
    disputing.end_dispute("D-1", "accept", acting_user="dana", reason="it was booked late")
    assert [(m.action, m.acting_user, m.text) for m in disputing.thread_of("D-1")] == [
        ("raise", "ana", "a deal is missing"),
        ("answer", "dana", "which one?"),
        ("add", "ana", "D9"),
        ("accept", "dana", "it was booked late"),
    ]
    assert statement(JANUARY, "ana").state == "published"
    with pytest.raises(Refused, match="'add' does not follow 'accepted'"):
        disputing.say_in_dispute("D-1", "thanks", acting_user="ana")


@pytest.mark.usefixtures("reviewed")
def test_a_statement_waits_for_its_last_dispute() -> None:
    publish_statements(JANUARY, acting_user="dana")
    for about in ("D1", "D2"):
        disputing.raise_dispute(JANUARY, "ana", "wrong", acting_user="ana", about="deal", about_id=about)
    disputing.end_dispute("D-1", "withdraw", acting_user="ana")
    assert statement(JANUARY, "ana").state == "disputed"
    disputing.end_dispute("D-2", "withdraw", acting_user="ana")
    assert statement(JANUARY, "ana").state == "published"


@pytest.mark.usefixtures("reviewed")
def test_a_withdrawn_statement_is_published_anew() -> None:
    publish_statements(JANUARY, acting_user="dana", payees=frozenset({"ana"}))
    withdraw_statement(JANUARY, "ana", acting_user="dana", reason="the wrong layout")
    assert len(publish_statements(JANUARY, acting_user="dana")) == 2
    with pytest.raises(Refused, match="cy has no payment in period 2026-01"):
        publish_statements(JANUARY, acting_user="dana", payees=frozenset({"cy"}))


@pytest.mark.parametrize(
    ("about", "about_id", "text", "user", "what"),
    [
        ("weather", "", "wrong", "ana", "not about a 'weather'"),
        ("deal", " ", "wrong", "ana", "which deal?"),
        ("missing", "", " ", "ana", "'raise' needs a reason"),
        ("missing", "", "wrong", "bo", "'raise' is for the person it is about"),
    ],
)
def test_a_dispute_that_says_nothing_is_refused(
    reviewed: Path, about: str, about_id: str, text: str, user: str, what: str
) -> None:
    assert reviewed.exists()
    with pytest.raises(Refused, match=what):
        disputing.raise_dispute(JANUARY, "ana", text, acting_user=user, about=about, about_id=about_id)


def test_by_the_command_line(reviewed: Path) -> None:
    assert "2 statements published" in attain("publish", reviewed, JANUARY, "--as", "dana")
    assert "ana in 2026-01 is approved: 100.00 USD" in attain(
        "statement", "approve", reviewed, JANUARY, "ana", "--as", "ana"
    )
    raised = attain("dispute", "raise", reviewed, JANUARY, "bo", "--reason", "too little", "--as", "bo")
    assert raised == "D-1 of bo in 2026-01, about missing: raised\n"
    attain("dispute", "say", reviewed, "D-1", "how much is missing?", "--as", "dana")
    assert "dana  answer: how much is missing?" in attain("dispute", "show", reviewed, "D-1", "--as", "bo")
    attain("dispute", "accept", reviewed, "D-1", "--reason", "right", "--as", "dana")
    assert [row["state"] for row in said("dispute", "list", reviewed)] == ["accepted"]
    rows = said("statement", "list", reviewed, JANUARY)
    assert [(row["payee"], row["state"]) for row in rows] == [("ana", "approved"), ("bo", "published")]


def test_a_statement_is_proved_without_the_store(reviewed: Path, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    written = attain("proof", reviewed, JANUARY, "ana", "--out", file, "--as", "dana")
    key = written.strip().rpartition(" ")[2]
    proved = CliRunner().invoke(app, ["prove", str(file), "--key", key])
    assert (proved.exit_code, proved.stdout) == (0, "ana in 2026-01: 100.00 USD, signed and calculated again\n")
    assert "bo" not in file.read_text("utf-8").replace("bottom", "")
    assert "cy has no payment in 2026-01" in attain("proof", reviewed, JANUARY, "cy", "--out", file, status=1)
