"""Tiers crossed: told once, to whose measure passed the bound, in the way they wish."""

from pathlib import Path

import pytest

from attain_web.actions import planning
from attain_web.actions.acting import ENGINE
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.running import calculate_run
from attain_web.outbox.models import Notice
from attain_web.outbox.noticing import KINDS, TIER
from attain_web.outbox.tiers import tell_tiers
from attain_web.outbox.wishing import change_wish, notices_of
from tests.store.small import CONFIG, DEALS, write_deals, write_small

ADMIN, LEADER = "dana", "lea"
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
targets:
  quota: {amount: 5000, per: year}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: year, against: quota}
    rate:
      kind: marginal_tiers
      tiers:
        - {from: 0%, pay: 5%}
        - {from: 100%, pay: 10%}
        - {from: 150%, pay: 12%}
"""


@pytest.fixture
def tiered(workspace: Path) -> Path:
    """Two sellers with a quota of 5,000 a year: ana sold 4,000 of it and bo 6,000."""
    write_small(workspace)
    config = CONFIG.replace("2026-12-31", "2026-12-15")
    workspace.joinpath("attain.yaml").write_text(config, encoding="utf-8")
    workspace.joinpath("plans/sales.yaml").write_text(PLAN, encoding="utf-8")
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(LEADER, "leader", acting_user=ADMIN)
    for user in ("ana", "bo"):
        grant_role(user, "payee", acting_user=ADMIN, payee_id=user)
    import_workspace(workspace, acting_user=ADMIN)
    saved = planning.save_plans(workspace, acting_user=ADMIN)
    assert saved.hashes, saved.diagnostics
    for digest in saved.hashes.values():
        planning.move_plan(digest, "submit", acting_user=ADMIN)
        planning.move_plan(digest, "approve", acting_user=LEADER)
    assert calculate_run(workspace, acting_user=ADMIN).run is not None
    return workspace


def sold(workspace: Path, **more: tuple[str, str, str]) -> None:
    """Load more deals, and calculate."""
    write_deals(workspace, {**DEALS, **more})
    import_workspace(workspace, acting_user=ADMIN)
    assert calculate_run(workspace, acting_user=ADMIN).run is not None


def words_of(user: str) -> list[str]:
    """What somebody is told of tiers, the newest first."""
    return [one.words for one in notices_of(user) if one.kind == TIER]


def test_a_tier_that_is_crossed_is_told_once(tiered: Path) -> None:
    assert tell_tiers(tiered) == 0, "what was passed before is no news"
    assert tell_tiers(tiered) == 0
    sold(tiered, D5=("2026-12-05", "ana", "1500"))
    assert tell_tiers(tiered) == 1
    assert len(words_of("ana")) == 1
    assert "You passed 100 % of your target" in words_of("ana")[0]
    assert words_of("bo") == [], "bo had passed it before"
    sold(tiered)
    sold(tiered, D5=("2026-12-05", "ana", "1600"))
    assert tell_tiers(tiered) == 0, "what was taken back and came again is told once"
    sold(tiered, D5=("2026-12-05", "ana", "1600"), D6=("2026-12-06", "bo", "9000"))
    assert tell_tiers(tiered) == 1
    assert "150 %" in words_of("bo")[0]


def test_a_tier_is_told_as_somebody_wishes(tiered: Path) -> None:
    tell_tiers(tiered)
    assert TIER in KINDS
    change_wish(acting_user="ana", mail="ana@example.com", in_app=[], by_mail=[TIER], dashboard_on=None)
    change_wish(acting_user="bo", mail="", in_app=[], by_mail=[], dashboard_on=None)
    sold(tiered, D5=("2026-12-05", "ana", "1500"), D6=("2026-12-06", "bo", "9000"))
    assert tell_tiers(tiered) == 1
    (told,) = Notice.objects.using(ENGINE).filter(kind=TIER)
    assert (told.user, told.wants_mail) == ("ana", True)
    assert told.read_at is not None, "she wants it by e-mail alone"
