"""Nobody approves the plan that pays them, nor does whoever stands in for them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attain_web.actions import planning
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.terms import own_paid_by, paid_by
from attain_web.actions.delegating import name_delegate
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from tests.store.small import PLAN

SELLERS = PLAN.replace("currency: USD\n", "currency: USD\nassign:\n  where: \"payee.title = 'AE'\"\n", 1)
CHIEFS = SELLERS.replace("plan: sales", "plan: chiefs").replace("'AE'", "'VP'")
ROSTER = "payee,title\nana,AE\nbo,AE\nvera,VP\n"


@pytest.fixture
def reviewed(workspace: Path) -> Path:
    """Two plans in review: one of the sellers, and one of the VP, who has them to approve as a leader."""
    (workspace / "plans" / "sales.yaml").write_text(SELLERS, encoding="utf-8")
    (workspace / "plans" / "chiefs.yaml").write_text(CHIEFS, encoding="utf-8")
    (workspace / "data" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    import_workspace(workspace, acting_user="dana")
    for user, role, payee in (
        ("dana", "admin", ""),
        ("vera.chief", "leader", ""),
        ("vera.chief", "payee", "vera"),
        ("carl", "finance", ""),
        ("ana", "payee", "ana"),
        ("ana", "manager", ""),
    ):
        grant_role(user, role, acting_user="dana", payee_id=payee)
    for digest in planning.save_plans(workspace, acting_user="dana").hashes.values():
        planning.move_plan(digest, "submit", acting_user="dana")
    return workspace


def test_nobody_approves_the_plan_that_pays_them(reviewed: Path) -> None:
    chiefs, sales = planning.version_of("chiefs"), planning.version_of("sales")
    assert paid_by(reviewed, chiefs) == {"vera"}
    assert paid_by(reviewed, sales) == {"ana", "bo"}
    assert own_paid_by(reviewed, chiefs, "vera.chief") == {"vera"}
    assert own_paid_by(reviewed, sales, "vera.chief") == frozenset()
    with pytest.raises(Refused, match=r"'approve' would be about vera\.chief's own pay"):
        planning.move_plan("chiefs", "approve", acting_user="vera.chief")
    planning.move_plan("sales", "approve", acting_user="vera.chief")
    planning.move_plan("chiefs", "approve", acting_user="carl")
    assert own_paid_by(reviewed, chiefs, "vera.chief") == frozenset(), "nobody may approve it any more"


@pytest.mark.usefixtures("reviewed")
def test_whoever_stands_in_for_them_does_not_either() -> None:
    today = datetime.now(UTC).date()
    name_delegate("ana", today, today + timedelta(days=1), acting_user="vera.chief")
    with pytest.raises(Refused, match=r"'approve' would be about vera\.chief's own pay"):
        planning.move_plan("chiefs", "approve", acting_user="ana")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        planning.move_plan("sales", "approve", acting_user="ana")


def test_a_plan_that_reads_what_the_roster_does_not_have_yet_is_refused(reviewed: Path) -> None:
    (reviewed / "attain.yaml").write_text(
        (reviewed / "attain.yaml").read_text("utf-8").replace("title: text}", "title: text, grade: text}"), "utf-8"
    )
    (reviewed / "data" / "roster.csv").write_text("payee,title,grade\nana,AE,1\nbo,AE,1\nvera,VP,2\n", encoding="utf-8")
    (reviewed / "plans" / "chiefs.yaml").write_text(
        CHIEFS.replace("payee.title = 'VP'", "payee.grade = '2'"), encoding="utf-8"
    )
    saved = planning.save_plans(reviewed, acting_user="dana")
    assert saved.hashes, saved.diagnostics
    digest = saved.hashes["chiefs"]
    planning.move_plan(digest, "submit", acting_user="dana")
    with pytest.raises(Refused, match="cannot be read"):
        planning.move_plan(digest, "approve", acting_user="carl")
    import_workspace(reviewed, acting_user="dana")
    planning.move_plan(digest, "approve", acting_user="carl")
