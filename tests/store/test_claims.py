"""What stands behind a dispute: files, the deal that is said to be missing, and what a correction would change."""

from pathlib import Path

import pytest

from attain_web.actions.acting import Refused
from attain_web.actions.auditing import verify_audit
from attain_web.actions.closing import disputing, periods
from attain_web.actions.closing.claims.counterfactual import Correction, Touched, would_change
from attain_web.actions.closing.claims.evidence import attach_evidence, evidence_content, evidence_of
from attain_web.actions.closing.claims.missing import matched_deals
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.persons import erase_person, held_of
from tests.store.commanding import attain, said
from tests.store.conftest import behind_the_back
from tests.store.journey import approve_plans
from tests.store.small import DEALS, write_deals

JANUARY = "2026-01"
MAIL = b"From: the customer\n\nAna sold us this."


@pytest.fixture
def disputed(workspace: Path) -> Path:
    """January is calculated, everybody has their role, and ana says that D2 and D9 are missing."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    for user, role, payee in (("dana", "admin", ""), ("ana", "payee", "ana"), ("bo", "payee", "bo")):
        grant_role(user, role, acting_user="dana", payee_id=payee)
    disputing.raise_dispute(JANUARY, "ana", "D2 is mine, and D9 is not there", acting_user="ana", about_id="D9")
    return workspace


def test_evidence_is_part_of_the_thread_and_outside_the_chains(disputed: Path) -> None:
    made = attach_evidence("D-1", "C:\\mails\\order.eml", MAIL, acting_user="ana")
    attach_evidence("D-1", "answer.txt", b"no", acting_user="dana")
    last = disputing.thread_of("D-1")
    assert [(m.action, m.text, bool(m.attachment)) for m in last][1:] == [
        ("add", "order.eml", True),
        ("answer", "answer.txt", True),
    ]
    assert [(one.name, one.byte_count, one.written_by) for one in evidence_of("D-1", viewer="ana")] == [
        ("answer.txt", 2, "dana"),
        ("order.eml", len(MAIL), "ana"),
    ]
    assert evidence_content("D-1", made.digest, viewer="dana") == ("order.eml", MAIL)
    with pytest.raises(Refused, match="D-1 is not for bo to see"):
        evidence_of("D-1", viewer="bo")
    with pytest.raises(Refused, match="D-1 is not for bo to see"):
        evidence_content("D-1", made.digest, viewer="bo")
    with pytest.raises(Refused, match="what is about ana is not for bo"):
        attach_evidence("D-1", "x.txt", b"x", acting_user="bo")
    assert held_of("ana", acting_user="ana")["attachments"][0]["name"] in {"order.eml", "answer.txt"}
    erase_person("ana", acting_user="dana")
    with pytest.raises(Refused, match="has no such file"):
        evidence_content("D-1", made.digest, viewer="dana")
    assert verify_audit(disputed).is_clean


@pytest.mark.usefixtures("disputed")
def test_a_file_that_is_no_evidence_is_refused() -> None:
    for name, content, why in (
        ("x.txt", b"", "empty"),
        ("", b"x", "no name"),
        ("x.bin", bytes(10_000_001), "10,000,001 bytes"),
    ):
        with pytest.raises(Refused, match=why):
            attach_evidence("D-1", name, content, acting_user="ana")
    disputing.end_dispute("D-1", "withdraw", acting_user="ana")
    with pytest.raises(Refused, match="'add' does not follow 'withdrawn'"):
        attach_evidence("D-1", "x.txt", b"x", acting_user="ana")


def test_a_file_that_was_changed_is_not_believed(disputed: Path) -> None:
    made = attach_evidence("D-1", "order.eml", MAIL, acting_user="ana")
    behind_the_back(disputed, "attachment", "UPDATE attachment SET content = 'x'")
    with pytest.raises(Refused, match=r"order\.eml was changed in the database"):
        evidence_content("D-1", made.digest, viewer="ana")


def test_what_is_said_to_be_missing_is_matched(disputed: Path) -> None:
    found = {one.transaction_id: one for one in matched_deals("D-1", viewer="ana")}
    assert (found["D9"].state, found["D9"].source) == ("unknown", "")
    assert (found["D2"].state, found["D2"].payees, found["D2"].hidden_count) == ("credited_elsewhere", (), 1)
    seen = {one.transaction_id: one for one in matched_deals("D-1", viewer="dana")}
    assert seen["D2"].payees == ("bo",), "an admin sees everybody"
    with pytest.raises(Refused, match="D-1 is not for bo to see"):
        matched_deals("D-1", viewer="bo")
    write_deals(disputed, {**DEALS, "D9": ("2026-01-30", "ana", "50")})
    import_workspace(disputed, acting_user="dana")
    assert {one.transaction_id: one.state for one in matched_deals("D-1", viewer="ana")}["D9"] == "late"
    periods.calculate_period(disputed, JANUARY, acting_user="dana")
    (d9,) = [one for one in matched_deals("D-1", viewer="ana") if one.transaction_id == "D9"]
    assert (d9.state, d9.credit_amount, d9.currency) == ("credited", 5_000, "USD")


def test_a_correction_is_shown_for_whom_the_viewer_may_see(disputed: Path) -> None:
    hers = [Correction("deals", "D2", "owner", "ana")]
    before = periods.period(JANUARY).last
    found = would_change(disputed, JANUARY, hers, viewer="dana")
    assert found.touched == (
        Touched("ana", JANUARY, "USD", 10_000, 30_000),
        Touched("bo", JANUARY, "USD", 20_000, 0),
    )
    assert found.hidden_count == 0
    mine = would_change(disputed, JANUARY, hers, viewer="ana")
    assert (mine.touched, mine.hidden_count) == (found.touched[:1], 1)
    added = [
        Correction("deals", "D9", c, t) for c, t in (("owner", "ana"), ("closed_on", "2026-02-01"), ("amount", "70"))
    ]
    assert would_change(disputed, JANUARY, added, viewer="ana").touched == (
        Touched("ana", "2026-02", "USD", 30_000, 30_700),
    )
    assert periods.period(JANUARY).last == before, "nothing is kept"


@pytest.mark.parametrize(
    ("correction", "why"),
    [
        (Correction("orders", "D1", "amount", "1"), "there is no source 'orders'"),
        (Correction("deals", "D1", "worth", "1"), "'deals' has no column 'worth'"),
        (Correction("deals", "D1", "amount", "much"), "nothing can be calculated"),
    ],
)
def test_what_is_no_correction_is_refused(disputed: Path, correction: Correction, why: str) -> None:
    with pytest.raises(Refused, match=why):
        would_change(disputed, JANUARY, [correction], viewer="dana")


def test_the_commands(disputed: Path, tmp_path: Path) -> None:
    file = tmp_path / "order.eml"
    file.write_bytes(MAIL)
    assert "order.eml is attached to D-1" in attain("dispute", "attach", disputed, "D-1", file, "--as", "ana")
    (row,) = said("dispute", "evidence", disputed, "D-1", "--as", "ana")
    words = ("dispute", "evidence", disputed, "D-1", "--file", row["digest"], "--out", tmp_path / "copy", "--as", "ana")
    attain(*words)
    assert (tmp_path / "copy").read_bytes() == MAIL
    assert "D2: credited elsewhere in deals and 1 others" in attain("dispute", "match", disputed, "D-1", "--as", "ana")
    change = ("dispute", "what-if", disputed, JANUARY, "--set", "deals/D2.owner=ana", "--as", "ana")
    assert attain(*change) == "ana 2026-01: 300.00 instead of 100.00 USD\nand 1 whom you may not see\n"
