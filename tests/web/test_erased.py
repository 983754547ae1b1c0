"""Whoever was erased is named nowhere: not in what was kept in memory, nor in a link or a letter that waits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attain_web.accounts.models import Account, EntryLink, Letter
from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.persons import erase_person, last_erasure
from attain_web.figures.opened import newest_run, opened_run
from attain_web.figures.payees import told
from attain_web.figures.workspace import workspace_now
from tests.store.journey import approve_plans, finish

MAIL = "ana@home.example"


@pytest.fixture
def named(workspace: Path) -> Path:
    """The workspace with names in its roster, January closed, and an account of ana's."""
    (workspace / "data" / "roster.csv").write_text("payee,title,name\nana,AE,Ana Lopez\nbo,AE,Bo Yamashita\n", "utf-8")
    config = workspace / "attain.yaml"
    config.write_text(config.read_text("utf-8").replace("title: text}", "title: text, name: text}"), "utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, "2026-01")
    make_account("ana", acting_user="dana", name="Ana Lopez", mail=MAIL)
    grant_role("dana", "admin", acting_user="dana")
    grant_role("ana", "payee", acting_user="dana", payee_id="ana")
    return workspace


def test_what_was_read_before_is_not_shown_after(named: Path) -> None:
    assert workspace_now(named).names["ana"] == "Ana Lopez"
    run = newest_run()
    assert run is not None
    before, explained = opened_run(named, run), told(named, run, "ana", "2026-01")
    assert opened_run(named, run) is before, "it is kept"
    assert "Ana Lopez" in str(before.opened.loaded.roster)
    assert explained is not None
    assert last_erasure() == 0
    erase_person("ana", acting_user="dana")
    assert last_erasure() > 0
    assert "Ana Lopez" not in set(workspace_now(named).names.values())
    assert "Bo Yamashita" in set(workspace_now(named).names.values())
    assert "Ana Lopez" not in str(opened_run(named, run).opened.loaded.roster)
    assert told(named, run, "ana", "2026-01") is not explained


def test_no_link_and_no_letter_keeps_their_address(named: Path) -> None:
    del named
    now = datetime.now(UTC)
    link = EntryLink(username="ana", kind="address", state="out", token_hash="x", about="new@home.example")
    link.asked_by, link.asked_at, link.good_until = "ana", now, now + timedelta(days=1)
    link.save(using=ENGINE)
    for address in (MAIL, "new@home.example", "bo@home.example"):
        Letter(address=address, subject="x", text="x", at=now).save(using=ENGINE)
    erase_person("ana", acting_user="dana")
    link.refresh_from_db(using=ENGINE)
    assert (link.about, link.state) == ("", "ended")
    assert list(Letter.objects.using(ENGINE).values_list("address", flat=True)) == ["bo@home.example"]
    assert Account.objects.using(ENGINE).get(username="ana").email == ""
