"""Leaves: recorded by one, approved by another; the target is lowered or kept, or an amount is guaranteed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.guarantees import draft_top_ups
from attain_web.actions.agreeing.leaves import (
    Absence,
    approve_leave,
    listed_leaves,
    record_leave,
    reject_leave,
    revoke_leave,
)
from attain_web.actions.closing import deciding, periods, posting
from attain_web.actions.closing.figures import figures_of
from attain_web.actions.importing import import_workspace
from attain_web.actions.running import calculate_run
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans, finish
from tests.store.small import CONFIG, PLAN

JANUARY, FEBRUARY = "2026-01", "2026-02"
TARGETS = "name,payee,period,from,before,amount,change,reason\nquota,ana,,,,1000,,\nquota,bo,,,,1000,,\n"
SETTINGS = """\
targets:
  file: data/targets.csv
  columns: {name: text, payee: payee, period: text, from: date, before: date, amount: money, change: text, reason: text}
"""
MONTHLY = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
targets:
  quota: {per: month}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: month, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 10%}, {from: 100%, pay: 20%}]}
"""
HALF = Absence("ana", date(2026, 2, 1), date(2026, 2, 15), "prorate_target", "a child was born")


@pytest.fixture
def targeted(workspace: Path) -> Path:
    """Monthly targets of 1,000: January pays ana 100.00 of 1,000, February 500.00 of 3,000."""
    (workspace / "attain.yaml").write_text(CONFIG + SETTINGS, encoding="utf-8")
    (workspace / "plans" / "sales.yaml").write_text(MONTHLY, encoding="utf-8")
    (workspace / "data" / "targets.csv").write_text(TARGETS, encoding="utf-8")
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    return workspace


def paid(workspace: Path, period: str, payee: str = "ana") -> int:
    ran = calculate_run(workspace, acting_user="dana")
    assert ran.run is not None, ran.diagnostics
    return figures_of(ran.run, period).get(payee, {}).get("USD", 0)


def test_a_prorated_target_is_lowered_by_the_days_of_absence(targeted: Path) -> None:
    assert paid(targeted, FEBRUARY) == 50_000
    record_leave(HALF, acting_user="dana")
    assert paid(targeted, FEBRUARY) == 50_000, "nothing changes before it is approved"
    with pytest.raises(Refused, match="dana did 'record' and may not 'approve'"):
        approve_leave(targeted, "LV-1", acting_user="dana")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        approve_leave(targeted, "LV-1", acting_user="ana")
    approve_leave(targeted, "LV-1", acting_user="eve")
    assert paid(targeted, FEBRUARY) == 55_000, "10 % up to 500, and 20 % of the other 2,500"
    assert paid(targeted, JANUARY) == 10_000
    assert not import_workspace(targeted, acting_user="dana").is_new, "it survives a load of the targets"
    assert paid(targeted, FEBRUARY) == 55_000
    revoke_leave("LV-1", acting_user="eve", reason="it was postponed")
    assert paid(targeted, FEBRUARY) == 50_000
    assert [(one.leave_id, state) for one, state in listed_leaves()] == [("LV-1", "revoked")]


def test_a_leave_of_a_closed_period_is_posted_in_the_open_one_as_a_target(targeted: Path) -> None:
    finish(targeted, JANUARY)
    finish(targeted, FEBRUARY)
    record_leave(HALF, acting_user="dana")
    approve_leave(targeted, "LV-1", acting_user="eve")
    periods.calculate_period(targeted, "2026-03", acting_user="dana")
    periods.review_period("2026-03", acting_user="dana")
    periods.approve_period("2026-03", acting_user="eve")
    posted = posting.post_period(targeted, "2026-03", acting_user="eve").differences
    late = posted.filter(pl.col("period_id") == FEBRUARY)
    assert late.select("payee_id", "cause", "move_amount").rows() == [("ana", "target", 5_000)]


def test_a_guarantee_tops_up_what_was_earned(targeted: Path) -> None:
    guarantee = Absence("bo", date(2026, 2, 10), date(2026, 3, 1), "guarantee", "parental leave", "USD", 30_000)
    record_leave(guarantee, acting_user="dana")
    approve_leave(targeted, "LV-1", acting_user="eve")
    for period in (JANUARY, FEBRUARY):
        periods.calculate_period(targeted, period, acting_user="dana")
    assert draft_top_ups(JANUARY, acting_user="dana") == []
    (made,) = draft_top_ups(FEBRUARY, acting_user="dana")
    assert (made.payee_id, made.decided_amount) == ("bo", 30_000)
    assert draft_top_ups(FEBRUARY, acting_user="dana") == [], "it is drafted"
    deciding.approve_decision(made.decision_id, acting_user="eve")
    assert draft_top_ups(FEBRUARY, acting_user="dana") == [], "it is paid"


def test_a_kept_target_is_kept(targeted: Path) -> None:
    record_leave(Absence("ana", date(2026, 2, 1), date(2026, 3, 1), "keep_target", "sick"), acting_user="dana")
    approve_leave(targeted, "LV-1", acting_user="eve")
    assert paid(targeted, FEBRUARY) == 50_000
    assert not import_workspace(targeted, acting_user="dana").is_new


def test_what_is_wrong_is_refused(targeted: Path) -> None:
    wrong = (
        (Absence("ana", HALF.starts_on, HALF.starts_on, "keep_target", "x"), "lies no day"),
        (Absence("ana", HALF.starts_on, HALF.ends_before, "holiday", "x"), "is no policy"),
        (Absence("ana", HALF.starts_on, HALF.ends_before, "guarantee", "x"), "has an amount above 0"),
        (Absence("ana", HALF.starts_on, HALF.ends_before, "keep_target", " "), "needs a reason"),
    )
    for absence, why in wrong:
        with pytest.raises(Refused, match=why):
            record_leave(absence, acting_user="dana")
    with pytest.raises(Refused, match="'record' would be about ana's own pay"):
        record_leave(HALF, acting_user="ana")
    record_leave(HALF, acting_user="dana")
    with pytest.raises(Refused, match=r"away in those days already \(LV-1\)"):
        record_leave(HALF, acting_user="dana")
    reject_leave("LV-1", acting_user="eve", reason="not agreed")
    assert record_leave(HALF, acting_user="dana").leave_id == "LV-2"
    (targeted / "plans" / "sales.yaml").write_text(PLAN, encoding="utf-8")
    (targeted / "attain.yaml").write_text(CONFIG, encoding="utf-8")
    import_workspace(targeted, acting_user="dana")
    approve_plans(targeted)
    with pytest.raises(Refused, match="has no column 'name', which a relief needs"):
        approve_leave(targeted, "LV-2", acting_user="eve")


def test_the_commands(targeted: Path) -> None:
    days = ("--from", "2026-02-01", "--before", "2026-02-15", "--reason", "a child was born")
    recorded = attain("leave", "record", targeted, "ana", *days, "--as", "dana")
    assert recorded == "LV-1 ana is away from 2026-02-01 before 2026-02-15, prorate target: recorded\n"
    assert attain("leave", "approve", targeted, "LV-1", "--as", "eve") == "LV-1 is approved\n"
    assert said("leave", "list", targeted, "--as", "dana")[0]["state"] == "approved"
    attain("run", targeted, FEBRUARY, "--as", "dana")
    assert attain("leave", "top-up", targeted, FEBRUARY, "--as", "dana") == "nothing is missing\n"
    revoked = attain("leave", "revoke", targeted, "LV-1", "--reason", "postponed", "--as", "eve")
    assert revoked == "LV-1 is revoked\n"
