"""Deals saved after a run: what they would pay is what the next run says of them, and nobody else's answers change."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connections

from attain.questions.whatif import Won
from attain_web.actions import planning
from attain_web.actions.acting import ENGINE
from attain_web.actions.importing import import_workspace, undo_batch
from attain_web.actions.running import calculate_run
from attain_web.figures.keeping import since
from attain_web.figures.keeping.since import newest_batch_no, since_run
from attain_web.figures.payees import PayPeriod
from attain_web.figures.trackers import Tracked, asking, tracked
from attain_web.store.facts.changes import differing_keys
from attain_web.store.models import Run

CONFIG = """\
name: Small
currency: USD
today: 2026-03-15
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money, is_open: bool}
roster:
  file: data/roster.csv
  columns: {payee: payee, title: text}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
pay_period: year
components:
  commission:
    credit: {source: deals, where: not is_open, value: amount, to: owner}
    measure: {sum: value, per: year}
    rate:
      kind: marginal_tiers
      tiers: [{from: 0, pay: 10%}, {from: 5000, pay: 20%}]
"""
BEFORE = {
    "D1": "2026-01-10,ana,4000,false",
    "D2": "2026-02-01,ana,2000,true",
    "D3": "2026-02-02,ana,700,true",
    "D4": "2026-02-03,bo,900.50,true",
    "D5": "2026-01-05,bo,6000,false",
}
# One won, one larger and finer, one new, one gone, one new of nobody, one beyond the year.
AFTER = {
    "D1": "2026-01-10,ana,4000,false",
    "D2": "2026-02-01,ana,2000,false",
    "D4": "2026-02-03,bo,1900.25,true",
    "D5": "2026-01-05,bo,6000,false",
    "D6": "2026-03-03,ana,333.333,true",
    "D7": "2026-03-04,,100,true",
    "D8": "2027-03-04,bo,100,true",
}
YEAR = PayPeriod("2026", date(2026, 1, 1), date(2027, 1, 1))
WON = Won("deals", "is_open", {"is_open": "false"})


def load(folder: Path, deals: dict[str, str]) -> None:
    lines = ["id,closed_on,owner,amount,is_open", *(f"{key},{said}" for key, said in deals.items())]
    (folder / "data" / "deals.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = import_workspace(folder, acting_user="ana")
    assert made.batch_no, made.diagnostics


def run_of(folder: Path) -> Run:
    run = calculate_run(folder, acting_user="ana").run
    assert run is not None
    return run


def track(folder: Path, run: Run, payee: str) -> Tracked:
    found = tracked(folder, run, payee, YEAR, won=WON)
    assert found is not None
    return found


@pytest.fixture
def calculated(workspace: Path) -> tuple[Path, Run]:
    (workspace / "attain.yaml").write_text(CONFIG, encoding="utf-8")
    (workspace / "plans" / "sales.yaml").write_text(PLAN, encoding="utf-8")
    load(workspace, BEFORE)
    for digest in planning.save_plans(workspace, acting_user="ana").hashes.values():
        planning.move_plan(digest, "submit", acting_user="ana")
        planning.move_plan(digest, "approve", acting_user="eve")
    return workspace, run_of(workspace)


def test_saved_deals_pay_what_the_next_run_says(calculated: tuple[Path, Run]) -> None:
    folder, run = calculated
    before = {payee: track(folder, run, payee) for payee in ("ana", "bo")}
    assert (before["ana"].tracker.earned, before["ana"].tracker.potential) == (40_000, 50_000 + 34_000)
    load(folder, AFTER)
    now = {payee: track(folder, run, payee) for payee in ("ana", "bo")}
    following = run_of(folder)
    assert following.run_id != run.run_id
    for payee, found in now.items():
        anew = track(folder, following, payee)
        assert (found.tracker.earned, found.tracker.potential) == (anew.tracker.earned, anew.tracker.potential)
        assert found.rows == anew.rows
    assert [row.deal for row in now["ana"].rows] == ["D6"]
    assert now["ana"].tracker.earned == 50_000 + 20_000


def test_what_was_taken_back_changes_nothing(calculated: tuple[Path, Run]) -> None:
    folder, run = calculated
    before = track(folder, run, "bo")
    load(folder, AFTER)
    assert track(folder, run, "bo") != before
    undo_batch(newest_batch_no(), acting_user="ana")
    assert track(folder, run, "bo").rows == before.rows


def test_where_more_was_written_than_is_looked_at_the_next_run_says_so(
    calculated: tuple[Path, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, run = calculated
    monkeypatch.setattr(since, "MOST_CHANGES", 5)
    wrong = {f"W{number}": "2026-03-01,bo,1,true" for number in range(30)}
    load(folder, BEFORE | wrong)
    load(folder, BEFORE)
    load(folder, BEFORE | {f"W{number}": "2026-03-01,bo,2,true" for number in range(3)})
    newest, last = newest_batch_no(), YEAR.ends_before - timedelta(days=1)
    with connections[ENGINE].cursor() as cursor:
        assert differing_keys(cursor, run.batch_id, newest, 5) is None, "of 30 keys only some were looked at"
        assert differing_keys(cursor, run.batch_id, newest, 30) == {"deals": ["W0", "W1", "W2"]}
    assert since_run(folder, run, last, "deals") is None
    assert [row.deal for row in track(folder, run, "bo").rows] == ["D4"], "as the run knew them"


def test_whom_a_saved_deal_does_not_concern_is_not_asked_again(calculated: tuple[Path, Run]) -> None:
    folder, run = calculated
    asked = {payee: asking(folder, run, payee, YEAR, won=WON) for payee in ("ana", "bo")}
    load(folder, BEFORE | {"D4": "2026-02-03,bo,1000,true"})
    assert asking(folder, run, "ana", YEAR, won=WON) is asked["ana"]
    assert asking(folder, run, "bo", YEAR, won=WON) is not asked["bo"]


def test_where_more_than_deals_changed_the_next_run_says_so(calculated: tuple[Path, Run]) -> None:
    folder, run = calculated
    before = track(folder, run, "bo")
    (folder / "data" / "roster.csv").write_text("payee,title\nana,AE\nbo,AE\ncy,AE\n", encoding="utf-8")
    load(folder, AFTER)
    assert since_run(folder, run, date(2026, 12, 31), "deals") is None
    assert track(folder, run, "bo") == before
