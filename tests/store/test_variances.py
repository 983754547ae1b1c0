"""Whoever is paid much more or less than before is looked at by another, who says why, before the approval."""

from pathlib import Path

import pytest

from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding, periods
from attain_web.actions.closing.reviewing.variances import review_variance, variances
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans, finish
from tests.store.small import CONFIG, DEALS, write_deals

JANUARY, FEBRUARY = "2026-01", "2026-02"


def limited(workspace: Path, limits: str) -> Path:
    """January is closed, 100.00 for ana and 200.00 for bo; February is in review, 300.00 for ana and none for bo."""
    (workspace / "attain.yaml").write_text(f"{CONFIG}closing: {{variances: {limits}}}\n", encoding="utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, JANUARY)
    periods.calculate_period(workspace, FEBRUARY, acting_user="dana")
    periods.review_period(FEBRUARY, acting_user="dana")
    return workspace


@pytest.mark.parametrize(
    ("limits", "listed"),
    [
        ("{over: 199.99}", ["ana", "bo"]),
        ("{over: 200}", []),
        ("{percent: 100%}", ["ana"]),
        ("{percent: 99%}", ["ana", "bo"]),
        ("{over: 150, percent: 100%}", ["ana"]),
        ("{over: 250, percent: 10%}", []),
    ],
)
def test_what_differs_by_more_than_is_allowed_is_listed(workspace: Path, limits: str, listed: list[str]) -> None:
    limited(workspace, limits)
    assert [one.payee_id for one in variances(FEBRUARY)] == listed
    assert variances(JANUARY) == [], "nothing is before it"


def test_the_approval_waits_for_a_note_of_another(workspace: Path) -> None:
    limited(workspace, "{over: 50, percent: 20%}")
    with pytest.raises(Refused, match="'approve' waits for 'variances_reviewed': nobody reviewed why ana, bo"):
        periods.approve_period(FEBRUARY, acting_user="eve")
    with pytest.raises(Refused, match="'review' needs a reason"):
        review_variance(FEBRUARY, "ana", acting_user="eve", note=" ")
    with pytest.raises(Refused, match="'review' would be about ana's own pay"):
        review_variance(FEBRUARY, "ana", acting_user="ana", note="it is right")
    review_variance(FEBRUARY, "ana", acting_user="eve", note="D3 is three times D1")
    review_variance(FEBRUARY, "bo", acting_user="eve", note="no deal in February")
    assert [(v.now, v.before, v.note) for v in variances(FEBRUARY)] == [
        ({"USD": 30_000}, {"USD": 10_000}, "D3 is three times D1"),
        ({}, {"USD": 20_000}, "no deal in February"),
    ]
    assert periods.approve_period(FEBRUARY, acting_user="eve").state == "approved"


def test_another_amount_is_reviewed_again(workspace: Path) -> None:
    limited(workspace, "{over: 50}")
    for payee in ("ana", "bo"):
        review_variance(FEBRUARY, payee, acting_user="eve", note="looked at")
    (made,) = deciding.draft_decisions(
        [deciding.Draft("adjustment", "ana", FEBRUARY, "USD", 1, "a cent")], acting_user="dana"
    )
    deciding.approve_decision(made.decision_id, acting_user="eve")
    assert [(one.payee_id, one.is_reviewed) for one in variances(FEBRUARY)] == [("ana", False), ("bo", True)]
    review_variance(FEBRUARY, "ana", acting_user="eve", note="and a cent")
    assert periods.approval_checks(FEBRUARY) == []


def test_what_was_posted_is_what_a_reopened_period_is_compared_with(workspace: Path) -> None:
    limited(workspace, "{over: 50, against: posted}")
    assert variances(FEBRUARY) == [], "it was never posted"
    for user in ("carl", "eve"):
        periods.reopen_period(JANUARY, acting_user=user, reason="D2 was larger")
    write_deals(workspace, {**DEALS, "D2": ("2026-01-20", "bo", "3000")})
    import_workspace(workspace, acting_user="dana")
    periods.calculate_period(workspace, JANUARY, acting_user="dana")
    assert [(one.payee_id, one.before) for one in variances(JANUARY)] == [("bo", {"USD": 20_000})]


def test_without_limits_nothing_is_listed(workspace: Path) -> None:
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, JANUARY)
    assert variances(JANUARY) == []
    with pytest.raises(Refused, match="never calculated"):
        variances(FEBRUARY)


def test_the_commands(workspace: Path) -> None:
    limited(workspace, "{over: 50}")
    assert attain("variance", "list", workspace, FEBRUARY) == (
        "ana: 300.00 USD after 100.00 USD in 2026-01, not reviewed\n"
        "bo: nothing after 200.00 USD in 2026-01, not reviewed\n"
    )
    words = ("variance", "review", workspace, FEBRUARY, "bo", "--note", "on leave", "--as", "eve")
    assert attain(*words) == "2026-02/bo is reviewed\n"
    assert [row["is_reviewed"] for row in said("variance", "list", workspace, FEBRUARY)] == [False, True]
