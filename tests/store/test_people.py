"""Roles and access: who may take which step, and whose pay is seen by whom."""

from pathlib import Path

import pytest

from attain.lifecycles import ROLES
from attain_web.actions import planning
from attain_web.actions.access import visible_payees
from attain_web.actions.acting import Refused
from attain_web.actions.closing import deciding, disputing, periods
from attain_web.actions.closing.statements import approve_statement, publish_statements
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role, granted, payees_of, roles_of, take_role
from attain_web.actions.texts import text_of
from attain_web.store.models import AuditRow, FreeText
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans
from tests.store.small import PLAN

EVERYBODY = ["ana", "bo", "cy", "dee"]


@pytest.fixture
def staffed(workspace: Path) -> Path:
    """The workspace with roles: olga admin, fin finance, mia manages ana, who manages bo; cy reports to nobody."""
    roster = "payee,title,manager\nana,AE,mia\nbo,AE,ana\ncy,AE,\ndee,AE,cy\nmia,M,\n"
    (workspace / "data" / "roster.csv").write_text(roster, encoding="utf-8")
    settings = workspace / "attain.yaml"
    text = settings.read_text(encoding="utf-8").replace("title: text}", "title: text, manager: payee}")
    settings.write_text(text, encoding="utf-8")
    import_workspace(workspace, acting_user="olga")
    approve_plans(workspace)
    grant_role("olga", "admin", acting_user="olga")
    for user, role, payee in (
        ("fin", "finance", ""),
        ("lea", "leader", ""),
        ("mia", "manager", ""),
        ("mia", "payee", "mia"),
        ("u1", "payee", "ana"),
        ("u2", "payee", "bo"),
    ):
        grant_role(user, role, acting_user="olga", payee_id=payee)
    return workspace


def test_until_the_first_role_everybody_has_every_role(workspace: Path) -> None:
    assert workspace.exists()
    assert roles_of("anybody") == frozenset(ROLES)
    grant_role("olga", "admin", acting_user="olga")
    assert roles_of("anybody") == frozenset()


def test_roles_are_given_by_another_admin(staffed: Path) -> None:
    assert staffed.exists()
    with pytest.raises(Refused, match="fin does not give roles; ask olga"):
        grant_role("u1", "leader", acting_user="fin")
    with pytest.raises(Refused, match="olga does not give or take roles of their own"):
        grant_role("olga", "finance", acting_user="olga")
    with pytest.raises(Refused, match="there is no role 'king'"):
        grant_role("u1", "king", acting_user="olga")
    with pytest.raises(Refused, match="u1 does not have the role leader"):
        take_role("u1", "leader", acting_user="olga")
    grant_role("pat", "admin", acting_user="olga")
    take_role("olga", "admin", acting_user="pat")
    assert roles_of("olga") == frozenset()


def test_a_step_is_for_those_who_have_the_role(staffed: Path) -> None:
    with pytest.raises(Refused, match="'calculate' is for admin"):
        periods.calculate_period(staffed, "2026-01", acting_user="fin")
    periods.calculate_period(staffed, "2026-01", acting_user="olga")
    periods.review_period("2026-01", acting_user="olga")
    publish_statements("2026-01", acting_user="olga")
    with pytest.raises(Refused, match="for the person it is about"):
        approve_statement("2026-01", "ana", acting_user="u2")
    assert approve_statement("2026-01", "ana", acting_user="u1").state == "approved"


def test_making_something_is_for_a_role_too(staffed: Path) -> None:
    periods.calculate_period(staffed, "2026-01", acting_user="olga")
    draft = deciding.Draft("adjustment", "bo", "2026-01", "USD", 100, "for me")
    with pytest.raises(Refused, match="'draft' is for admin, manager, finance"):
        deciding.draft_decisions([draft], acting_user="u2")
    (staffed / "plans" / "sales.yaml").write_text(PLAN.replace("10%", "90%"), "utf-8")
    with pytest.raises(Refused, match="'write' is for admin"):
        planning.save_plans(staffed, acting_user="u2")
    with pytest.raises(Refused, match="'raise' is for the person it is about"):
        disputing.raise_dispute("2026-01", "ana", "for her", acting_user="u2")


@pytest.mark.parametrize(
    "words", [("balances",), ("roll-forward",), ("audit",), ("pay", "list"), ("tie-out", "2026-01")]
)
def test_what_is_about_everybody_is_not_for_one_of_them(staffed: Path, words: tuple[str, ...]) -> None:
    periods.calculate_period(staffed, "2026-01", acting_user="olga")
    first, *rest = words
    asked = (first, staffed, *rest) if first != "pay" else (*words, staffed)
    assert "of everybody are not for u1 to see" in attain(*asked, "--as", "u1", status=1)
    attain(*asked, "--as", "fin")


def test_own_pay_is_known_by_the_link_and_not_by_the_name(staffed: Path) -> None:
    grant_role("u1", "finance", acting_user="olga")
    periods.calculate_period(staffed, "2026-01", acting_user="olga")
    periods.review_period("2026-01", acting_user="olga")
    with pytest.raises(Refused, match="'approve' would be about u1's own pay"):
        periods.approve_period("2026-01", acting_user="u1")
    assert payees_of("u1") == {"ana"}
    assert payees_of("ana") == frozenset(), "a user of the same name is somebody else"


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        ("olga", EVERYBODY),
        ("fin", EVERYBODY),
        ("lea", EVERYBODY),
        ("u1", ["ana"]),
        ("u2", ["bo"]),
        ("mia", ["ana", "bo"]),
        ("stranger", []),
    ],
)
def test_who_sees_whom(staffed: Path, user: str, seen: list[str]) -> None:
    assert staffed.exists()
    assert sorted(visible_payees(user, EVERYBODY)) == seen


def test_lists_show_what_a_user_may_see(staffed: Path) -> None:
    disputing.raise_dispute("2026-01", "bo", "a deal is missing", acting_user="u2")
    assert [row["dispute"] for row in said("dispute", "list", staffed, "--as", "mia")] == ["D-1"]
    assert said("dispute", "list", staffed, "--as", "u1") == []
    assert "D-1 is not for u1 to see" in attain("dispute", "show", staffed, "D-1", "--as", "u1", status=1)


def test_roles_by_the_command_line(staffed: Path) -> None:
    assert attain("role", "grant", staffed, "u9", "payee", "--payee", "dee", "--as", "olga") == "u9 is payee dee\n"
    assert (
        attain("role", "take", staffed, "u9", "payee", "--payee", "dee", "--as", "olga")
        == "u9 is not payee dee any more\n"
    )
    assert len(said("role", "list", staffed)) == len(granted()) == 7


def test_words_stand_outside_the_chains(staffed: Path) -> None:
    assert staffed.exists()
    disputing.raise_dispute("2026-01", "bo", "I feel cheated", acting_user="u2")
    kept = FreeText.objects.using("engine").get(about="bo")
    assert (text_of(kept.digest), kept.written_by) == ("I feel cheated", "u2")
    assert not AuditRow.objects.using("engine").filter(details__contains="cheated").exists()
    assert AuditRow.objects.using("engine").filter(details__contains=kept.digest).exists()
    FreeText.objects.using("engine").filter(digest=kept.digest).delete()
    assert text_of(kept.digest) == "(erased)"
