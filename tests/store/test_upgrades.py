"""After an upgrade, what the engine changes in closed periods is shown, and approved by another before it is posted."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from attain_web.actions import running
from attain_web.actions.acting import Refused
from attain_web.actions.calculating import inputs
from attain_web.actions.closing import periods, posting
from attain_web.actions.closing.reviewing.upgrades import change_of_engine, judge_engine_change
from attain_web.actions.importing import import_workspace
from tests.store.commanding import attain, said
from tests.store.journey import approve_plans, finish
from tests.store.small import DEALS, write_deals

JANUARY, FEBRUARY = "2026-01", "2026-02"


def upgraded(monkeypatch: pytest.MonkeyPatch, more: int, version: str = "99") -> None:
    """From now on there is another engine, to which ana's deal of January is worth so many cents more."""
    before = inputs.calculated

    def calculated(*given: Any) -> Any:
        found = before(*given)
        d1 = pl.when(pl.col("transaction_id") == "D1").then(more).otherwise(0)
        earned = found.tables["earnings"].with_columns(pl.col("earning_amount", "pay_amount") + d1)
        return replace(found, tables={**{name: found.tables[name] for name in found.tables}, "earnings": earned})

    for module in (inputs, running):
        monkeypatch.setattr(module, "__version__", version)
    for module in (running, posting):
        monkeypatch.setattr(module, "calculated", calculated)


@pytest.fixture
def closed(workspace: Path) -> Path:
    """January is closed."""
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, JANUARY)
    return workspace


def february(workspace: Path) -> None:
    """Take February to its approval."""
    periods.calculate_period(workspace, FEBRUARY, acting_user="dana")
    periods.review_period(FEBRUARY, acting_user="dana")
    periods.approve_period(FEBRUARY, acting_user="eve")


def test_differences_of_closed_periods_wait_for_another(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded(monkeypatch, 7)
    february(closed)
    waits = r"'post' waits for 'engine_differences_approved': engine 99 changes 1 amounts of 2026-01 after engine 0\."
    with pytest.raises(Refused, match=waits):
        posting.post_period(closed, FEBRUARY, acting_user="eve")
    change = change_of_engine(closed, FEBRUARY)
    columns = ["payee_id", "period_id", "transaction_id", "move_amount"]
    assert change.differences.select(columns).rows() == [("ana", JANUARY, "D1", 7)]
    with pytest.raises(Refused, match="dana did 'calculate' and may not 'approve'"):
        judge_engine_change(closed, FEBRUARY, "approve", acting_user="dana", reason="seen")
    with pytest.raises(Refused, match="'approve' would be about ana's own pay"):
        judge_engine_change(closed, FEBRUARY, "approve", acting_user="ana", reason="seen")
    with pytest.raises(Refused, match="'approve' needs a reason"):
        judge_engine_change(closed, FEBRUARY, "approve", acting_user="eve", reason="")
    judge_engine_change(closed, FEBRUARY, "reject", acting_user="eve", reason="not yet understood")
    with pytest.raises(Refused, match="engine_differences_approved"):
        posting.post_period(closed, FEBRUARY, acting_user="eve")
    judge_engine_change(closed, FEBRUARY, "approve", acting_user="eve", reason="a rounding that was wrong")
    posted = posting.post_period(closed, FEBRUARY, acting_user="eve").differences
    assert posted.filter(pl.col("cause") == "engine", pl.col("period_id") == JANUARY).height == 1
    assert posting.verify_ledger(closed).is_clean


def test_another_list_is_approved_anew(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded(monkeypatch, 7)
    february(closed)
    judge_engine_change(closed, FEBRUARY, "approve", acting_user="eve", reason="seen")
    periods.reject_period(FEBRUARY, acting_user="eve", reason="a late deal")
    write_deals(closed, {**DEALS, "D8": ("2026-02-11", "bo", "10")})
    import_workspace(closed, acting_user="dana")
    february(closed)
    assert change_of_engine(closed, FEBRUARY).thing.state == "approved", "the list is the same one"
    upgraded(monkeypatch, 1, "100")  # on top of the other: 8 cents
    periods.reject_period(FEBRUARY, acting_user="eve", reason="another late deal")
    write_deals(closed, {**DEALS, "D8": ("2026-02-11", "bo", "20")})
    import_workspace(closed, acting_user="dana")
    february(closed)
    with pytest.raises(Refused, match="engine_differences_approved"):
        posting.post_period(closed, FEBRUARY, acting_user="eve")


def test_an_upgrade_that_changes_nothing_waits_for_nobody(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded(monkeypatch, 0)
    february(closed)
    with pytest.raises(Refused, match="the engine changes nothing"):
        judge_engine_change(closed, FEBRUARY, "approve", acting_user="eve", reason="seen")
    assert posting.post_period(closed, FEBRUARY, acting_user="eve").entry_count


def test_the_commands(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded(monkeypatch, 7)
    february(closed)
    shown = attain("engine", "show", closed, FEBRUARY)
    assert "1 differences, new" in shown
    assert "ana 2026-01 earned D1: 0.07 USD" in shown
    attain("engine", "approve", closed, FEBRUARY, "--as", "dana", "--reason", "seen", status=1)
    approved = ("engine", "approve", closed, FEBRUARY, "--as", "eve", "--reason", "seen")
    assert "are approved" in attain(*approved)
    assert said("engine", "show", closed, FEBRUARY)["state"] == "approved"
    attain("post", closed, FEBRUARY, "--as", "eve")
