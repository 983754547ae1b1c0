"""Jobs: done once whatever happens, cancelled without a trace, tried again, and seen by who may see them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.people import grant_role
from attain_web.jobs import kinds, working
from attain_web.jobs.asking import ask_job, cancel_job, file_of, job_of, jobs_of, try_again
from attain_web.jobs.kinds import Made, Work
from attain_web.store.models import AuditRow, Batch
from tests.web.killing import killed

Enter = Callable[..., Page]
ADMIN = "ana"


@pytest.mark.usefixtures("workspace")
def test_a_job_is_done_once_though_a_worker_takes_it_twice() -> None:
    made = ask_job("import", {}, acting_user=ADMIN)
    assert ProcrastinateJob.objects.using(ENGINE).filter(args__job_no=made.job_no, status="todo").count() == 1
    assert working.do_job(made.job_no) == "done"
    assert working.do_job(made.job_no) == "done"
    found = job_of(made.job_no, ADMIN)
    assert found.result["values"] == {"batch_no": 1, "is_new": True}
    assert (found.progress.try_count, found.progress.words) == (1, "Reading the files")
    assert Batch.objects.using(ENGINE).count() == 1
    actions = list(AuditRow.objects.using(ENGINE).order_by("entry_no").values_list("action", flat=True))
    assert actions == ["ask_job", "import_workspace"]


@pytest.mark.usefixtures("workspace")
def test_a_job_that_waits_is_cancelled_and_asked_for_again() -> None:
    made = ask_job("import", {}, acting_user=ADMIN)
    assert cancel_job(made.job_no, acting_user=ADMIN).state == "cancelled"
    assert working.do_job(made.job_no) == "cancelled"
    assert not Batch.objects.using(ENGINE).exists()
    with pytest.raises(Refused, match="is cancelled"):
        cancel_job(made.job_no, acting_user=ADMIN)
    again = try_again(made.job_no, acting_user=ADMIN)
    assert again.again_of_id == made.job_no
    assert working.do_job(again.job_no) == "done"
    with pytest.raises(Refused, match="is done"):
        try_again(again.job_no, acting_user=ADMIN)


@pytest.mark.usefixtures("workspace")
def test_a_job_that_is_cancelled_while_it_works_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ask_job("import", {}, acting_user=ADMIN)
    do = kinds.KINDS["import"].do

    def cancelled_meanwhile(work: Work) -> Made:
        said = do(work)
        assert Batch.objects.using(ENGINE).count() == 1
        from django.db import connections

        with connections["owner"].cursor() as cursor:  # as another process does
            cursor.execute("UPDATE job SET is_unwanted = true WHERE job_no = %s", [made.job_no])
        return said

    monkeypatch.setitem(kinds.KINDS, "import", kinds.Kind("x", frozenset({"admin"}), (), cancelled_meanwhile))
    assert working.do_job(made.job_no) == "cancelled"
    assert not Batch.objects.using(ENGINE).exists()
    assert "nothing of it is left" in job_of(made.job_no, ADMIN).result["said"]


@pytest.mark.usefixtures("workspace")
def test_what_goes_wrong_is_kept_with_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = ask_job("run", {}, acting_user=ADMIN)
    assert working.do_job(refused.job_no) == "failed"
    assert job_of(refused.job_no, ADMIN).result == {"said": "there are no facts", "fix": "run 'attain import'"}

    def broken(work: Work) -> Made:
        raise ZeroDivisionError(work.user)

    monkeypatch.setitem(kinds.KINDS, "run", kinds.Kind("x", frozenset({"admin"}), (), broken))
    unforeseen = ask_job("run", {}, acting_user=ADMIN)
    assert working.do_job(unforeseen.job_no) == "failed"
    assert "nobody foresaw" in job_of(unforeseen.job_no, ADMIN).result["said"]


@pytest.mark.usefixtures("workspace")
def test_a_worker_that_is_ended_again_and_again_ends_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ask_job("import", {}, acting_user=ADMIN)

    def ended(work: Work) -> Made:
        raise KeyboardInterrupt(work.user)

    monkeypatch.setitem(kinds.KINDS, "import", kinds.Kind("x", frozenset({"admin"}), (), ended))
    for _ in range(working.MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            working.do_job(made.job_no)
    assert working.do_job(made.job_no) == "failed"
    assert "was ended 5 times" in job_of(made.job_no, ADMIN).result["said"]


@pytest.mark.usefixtures("workspace")
def test_jobs_are_asked_for_and_seen_by_who_may() -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role("finn", "finance", acting_user=ADMIN)
    grant_role("lea", "leader", acting_user=ADMIN)
    mine = ask_job("import", {}, acting_user=ADMIN)
    theirs = ask_job("evidence", {"period_id": "2026-01"}, acting_user="finn")
    assert [one.job_no for one in jobs_of(ADMIN)] == [theirs.job_no, mine.job_no]
    assert [one.job_no for one in jobs_of("finn")] == [theirs.job_no]
    for wrong, said in (
        (lambda: ask_job("import", {}, acting_user="finn"), "does not start"),
        (lambda: ask_job("evidence", {}, acting_user="finn"), "needs period id"),
        (lambda: ask_job("dance", {}, acting_user=ADMIN), "no kind of job"),
        (lambda: cancel_job(mine.job_no, acting_user="finn"), "no job"),
        (lambda: try_again(theirs.job_no, acting_user="lea"), "no job"),
        (lambda: file_of(theirs.job_no, acting_user=ADMIN), "made no file for you"),
    ):
        with pytest.raises(Refused, match=said):
            wrong()


def test_whoever_is_killed_nothing_is_lost_and_nothing_done_twice(alone: Path) -> None:
    found = killed(alone, kills=3, seed=1)
    assert found.rounds == 3
    assert found.job_count > 11
    assert found.wrong == []


def test_a_job_is_asked_for_on_its_page(enter: Enter) -> None:
    page = enter("paula.barreto")
    page.click("nav.side >> text=Jobs")
    page.select_option("#kind", "evidence")
    page.fill("#period_id", "FY2014-Q1")
    page.click("text=Ask for it")
    expect(page.locator("[role=status]")).to_contain_text("waits for the worker")
    row = page.locator("#jobs tbody tr").first
    expect(row).to_contain_text("Done", timeout=120_000)
    with page.expect_download() as download:
        row.locator("a:has-text('File')").click()
    assert download.value.path().read_bytes()[:2] == b"PK"
    page.select_option("#kind", "period")
    page.click("text=Ask for it")
    expect(page.locator("[role=alert]")).to_contain_text("needs period id", ignore_case=True)
