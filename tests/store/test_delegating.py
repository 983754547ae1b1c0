"""Acting in somebody's stead: with their roles, said in the audit, never about oneself, and with duties kept apart."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from attain_web.actions.access import seeing, visible_payees
from attain_web.actions.acting import Refused
from attain_web.actions.auditing import last_rows, verify_audit
from attain_web.actions.closing import deciding, periods
from attain_web.actions.delegating import acting_roles, end_delegation, name_delegate, named_delegates
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role, roles_of
from attain_web.actions.running import calculate_run
from attain_web.store.models import StepTaken
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans

JANUARY = "2026-01"
ROLES = (
    ("dana", "admin", ""),
    ("zoe", "admin", ""),
    ("eve", "finance", ""),
    ("carl", "finance", ""),
    ("kim", "manager", ""),
    ("ana", "payee", "ana"),
    ("bo", "payee", "bo"),
)


def today() -> date:
    return datetime.now(UTC).date()


def soon(days: int) -> date:
    return today() + timedelta(days=days)


@pytest.fixture
def calculated(workspace: Path) -> Path:
    """January is calculated by dana; everybody has their roles."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    calculate_run(workspace, acting_user="dana")
    for user, role, payee in ROLES:
        grant_role(user, role, acting_user="zoe" if user == "dana" and roles_of("zoe") else "dana", payee_id=payee)
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    periods.review_period(JANUARY, acting_user="dana")
    return workspace


@pytest.mark.usefixtures("calculated")
def test_a_delegate_acts_in_their_stead_and_the_audit_says_so(calculated: Path) -> None:
    with pytest.raises(Refused, match="'approve' is for finance, leader"):
        periods.approve_period(JANUARY, acting_user="kim")
    name_delegate("kim", today(), soon(3), acting_user="eve")
    assert acting_roles("kim") == {"manager", "finance"}
    step = periods.approve_period(JANUARY, acting_user="kim")
    assert (step.acting_user, step.details) == ("kim", {"on_behalf_of": "eve"})
    row = last_rows(1)[0]
    assert row["acting_user"] == "kim"
    assert json.loads(json.dumps(row["details"]))["steps"][0]["on_behalf_of"] == "eve"
    assert verify_audit(calculated).is_clean


@pytest.mark.usefixtures("calculated")
def test_a_stand_in_of_whom_made_it_does_not_approve_it() -> None:
    (made,) = deciding.draft_decisions(
        [deciding.Draft("adjustment", "bo", JANUARY, "USD", 100, "agreed")], acting_user="eve"
    )
    name_delegate("kim", today(), soon(3), acting_user="eve")
    name_delegate("kim", today(), soon(3), acting_user="carl")
    # kim may approve as a manager of their own; as finance in eve's stead she may not revoke what eve drafted
    deciding.approve_decision(made.decision_id, acting_user="kim")
    periods.approve_period(JANUARY, acting_user="kim")
    last = StepTaken.objects.using("engine").filter(thing="period", action="approve").get()
    assert last.details == {"on_behalf_of": "carl"}, "eve adjusted, so that it is not done in eve's stead"
    periods.reject_period(JANUARY, acting_user="carl", reason="look again")
    end_delegation("DEL-2", acting_user="carl")
    with pytest.raises(Refused, match="eve did 'draft' and may not 'revoke'"):
        deciding.revoke_decision(made.decision_id, acting_user="kim", reason="no")


@pytest.mark.usefixtures("calculated")
def test_what_a_stand_in_did_counts_as_done_by_both() -> None:
    name_delegate("kim", today(), soon(3), acting_user="carl")
    (made,) = deciding.draft_decisions(
        [deciding.Draft("adjustment", "bo", JANUARY, "USD", 100, "agreed")], acting_user="kim"
    )
    assert made.acting_user == "kim"
    with pytest.raises(Refused, match="kim did 'adjust' and may not 'approve'"):
        periods.approve_period(JANUARY, acting_user="kim")


@pytest.mark.usefixtures("calculated")
def test_nothing_is_done_in_anothers_stead_about_oneself() -> None:
    name_delegate("ana", today(), soon(3), acting_user="eve")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        periods.approve_period(JANUARY, acting_user="ana")
    (made,) = deciding.draft_decisions(
        [deciding.Draft("adjustment", "ana", JANUARY, "USD", 100, "agreed")], acting_user="dana"
    )
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        deciding.approve_decision(made.decision_id, acting_user="ana")


def test_two_people_are_not_one_and_their_stand_in(calculated: Path) -> None:
    from attain_web.actions.closing.posting import close_period, post_period

    periods.approve_period(JANUARY, acting_user="eve")
    post_period(calculated, JANUARY, acting_user="eve")
    close_period(calculated, JANUARY, acting_user="carl")
    name_delegate("kim", today(), soon(3), acting_user="eve")
    periods.reopen_period(JANUARY, acting_user="kim", reason="a late deal")
    with pytest.raises(Refused, match="eve asked for 'reopen' already"):
        periods.reopen_period(JANUARY, acting_user="eve", reason="yes")
    assert periods.reopen_period(JANUARY, acting_user="carl", reason="yes").state == "open"


@pytest.mark.usefixtures("calculated")
def test_a_stand_in_sees_others_on_those_days_and_not_whom_they_stand_for() -> None:
    grant_role("kim", "payee", acting_user="dana", payee_id="ana")  # kim is paid, and nobody reports to her
    grant_role("eve", "payee", acting_user="dana", payee_id="bo")
    assert visible_payees("kim", ["ana", "bo"]) == {"ana"}
    name_delegate("kim", today(), soon(1), acting_user="eve")
    assert visible_payees("kim", ["ana", "bo"]) == {"ana", "bo"}, "finance sees everybody"
    assert seen("kim") == {"ana", "bo", ""}
    end_delegation("DEL-1", acting_user="kim")
    assert seen("kim") == {"ana", ""}
    name_delegate("kim", soon(1), soon(2), acting_user="eve")
    assert seen("kim") == {"ana", ""}, "from tomorrow on"
    assert acting_roles("kim") == {"manager", "payee"}
    assert acting_roles("kim", soon(1)) == {"manager", "payee", "finance"}


def seen(user: str) -> set[str]:
    """Whose figures the database shows a user."""
    with seeing(user) as cursor:
        cursor.execute("SELECT DISTINCT payee_id FROM run_figures")
        return {payee for (payee,) in cursor.fetchall()}


@pytest.mark.usefixtures("calculated")
def test_what_cannot_be_delegated_is_refused() -> None:
    with pytest.raises(Refused, match="ana has nothing to delegate"):
        name_delegate("bo", today(), soon(1), acting_user="ana")
    with pytest.raises(Refused, match="cannot stand in for themself"):
        name_delegate("eve", today(), soon(1), acting_user="eve")
    with pytest.raises(Refused, match="lies no day to come"):
        name_delegate("kim", soon(-3), soon(-1), acting_user="eve")
    name_delegate("kim", today(), soon(2), acting_user="eve")
    with pytest.raises(Refused, match="kim stands in for eve until"):
        name_delegate("carl", soon(1), soon(5), acting_user="eve")
    with pytest.raises(Refused, match="DEL-1 is not carl's"):
        end_delegation("DEL-1", acting_user="carl")
    end_delegation("DEL-1", acting_user="dana")
    with pytest.raises(Refused, match="no delegation 'DEL-1' stands"):
        end_delegation("DEL-1", acting_user="eve")
    assert named_delegates() == []


def test_the_commands(calculated: Path) -> None:
    days = ("--from", today(), "--until", soon(3))
    assert "DEL-1 kim stands in for eve" in attain("delegate", "name", calculated, "kim", *days, "--as", "eve")
    (row,) = said("delegate", "list", calculated)
    assert (row["delegate"], row["absent_user"], row["from"]) == ("kim", "eve", str(today()))
    assert "has ended" in attain("delegate", "end", calculated, "DEL-1", "--as", "eve")
    assert attain("delegate", "list", calculated) == "nobody is away\n"
