"""Earnings as a source: levels over plans, what is taken back, who is asked, and the way back to the deal."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from attain.diagnostics import render_text
from attain.plans import check_together, read_plan
from attain.questions.checking import check_opened
from attain.questions.explain import explain
from attain.runs.calculate import Results
from attain.runs.workspace import Opened, calculate_opened, open_workspace
from attain.statements.as_text import text_of

SETTINGS = """\
currency: USD
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money, cancelled_on: date}
roster:
  file: data/roster.csv
  columns: {payee: payee, from: date, before: date, title: text, manager: payee, hired: date, level: percent}
"""
DEALS = """\
id,closed_on,owner,amount,cancelled_on
D1,2026-01-15,ana,10000,2026-04-10
D2,2026-02-10,ana,20000,
D3,2026-02-20,bo,5000,
"""
ROSTER = """\
payee,from,before,title,manager,hired,level
ana,2020-01-01,2026-03-01,Rep,mia,2020-01-01,50%
ana,2026-03-01,,Rep,zoe,2020-01-01,50%
bo,,,Rep,mia,2020-01-01,55%
mia,,,Manager,eve,2019-01-01,70%
zoe,,,Manager,eve,2019-01-01,70%
eve,,,Director,,2018-01-01,80%
"""
REPS = """\
plan: reps
currency: USD
effective: {from: 2026-01-01, before: 2026-04-01}
assign: {where: "payee.title = 'Rep'"}
components:
  commission:
    credit: {source: deals, value: amount}
    rate: 10%
    clawback: {when: cancelled_on is not null, dated: cancelled_on}
"""
MANAGERS = """\
plan: managers
title: Managers
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title <> 'Rep'"}
components:
  team_override:
    credit: {source: earnings, where: "component = 'commission' and plan = 'reps'", to: {manager_of: payee}}
    rate: 3%
  region_override:
    credit: {source: earnings, where: component = 'team_override', to: {manager_of: payee}}
    rate: 50%
"""


def workspace(folder: Path, **plans: str) -> Opened:
    (folder / "plans").mkdir()
    (folder / "data").mkdir()
    texts = {"attain.yaml": SETTINGS, "data/deals.csv": DEALS, "data/roster.csv": ROSTER}
    texts |= {f"plans/{name}.yaml": text for name, text in plans.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return open_workspace(folder)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Opened, Results]:
    opened = workspace(tmp_path, a_managers=MANAGERS, reps=REPS)
    checked = check_opened(opened)
    assert checked.is_usable, render_text(checked.diagnostics)
    return opened, calculate_opened(opened)


def entries(results: Results, component: str) -> list[tuple[str, str, int]]:
    rows = results.tables["earnings"].filter(pl.col("component_id") == component)
    return sorted(rows.select("period_id", "payee_id", "earning_amount").iter_rows())


def test_levels_run_over_plans_whatever_their_names(made: tuple[Opened, Results]) -> None:
    commission = [("2026-01", "ana", 100000), ("2026-02", "ana", 200000), ("2026-02", "bo", 50000)]
    assert entries(made[1], "commission") == [*commission, ("2026-04", "ana", -100000)]
    credit_types = made[1].tables["credits"].filter(pl.col("plan_id") == "managers")["credit_type"].unique()
    assert credit_types.to_list() == ["override"]


def test_what_is_taken_back_is_taken_from_the_manager_of_the_day_of_the_deal(made: tuple[Opened, Results]) -> None:
    """Ana has moved to Zoe, and the plan of the reps has ended, when her deal of January is cancelled."""
    team = [("2026-01", "mia", 3000), ("2026-02", "mia", 1500), ("2026-02", "mia", 6000), ("2026-04", "mia", -3000)]
    assert entries(made[1], "team_override") == team
    region = [("2026-01", "eve", 1500), ("2026-02", "eve", 750), ("2026-02", "eve", 3000), ("2026-04", "eve", -1500)]
    assert entries(made[1], "region_override") == region


def test_an_override_is_explained_down_to_the_deal(made: tuple[Opened, Results]) -> None:
    explanation = explain(*made, "eve", "2026-04")
    assert explanation.holds
    (line,) = explanation.lines
    assert str(line.source_place) == "data/deals.csv:2"
    assert line.label == "mia, team_override"
    assert "Region override: earnings read as in the earnings table" in {c.name for c in explanation.checks}
    shown = text_of(explain(*made, "mia", "2026-01"))
    assert "payee ana, component commission, transaction D1" in shown
    assert "data/deals.csv:2" in shown


def test_as_of_an_earlier_day_nothing_later_is_read(tmp_path: Path) -> None:
    opened = workspace(tmp_path, managers=MANAGERS, reps=REPS)
    opened = open_workspace(opened.folder, date(2026, 2, 15))
    assert entries(calculate_opened(opened), "team_override") == [("2026-01", "mia", 3000), ("2026-02", "mia", 6000)]


def test_a_circle_over_plans_names_its_members(tmp_path: Path) -> None:
    reps = f"{REPS}  share: {{credit: {{source: earnings, where: component = 'team_override', to: payee}}, rate: 1%}}\n"
    managers = MANAGERS.replace("component = 'commission' and plan = 'reps'", "component in ('commission', 'share')")
    opened = workspace(tmp_path, managers=managers, reps=reps)
    (circle,) = check_opened(opened).diagnostics
    assert circle.what == "earnings run in a circle: managers.team_override → reps.share → managers.team_override"
    assert (circle.code, str(circle.where)) == ("PLAN121", "plans/managers.yaml:8:22")
    found = calculate_opened(opened)
    assert not found.is_usable
    assert "PLAN121" in {d.code for d in found.diagnostics}


def test_an_override_on_a_component_of_no_plan_is_a_problem() -> None:
    plan, _ = read_plan(MANAGERS, "managers.yaml")
    assert plan is not None
    codes = [(d.code, d.where.line) for d in check_together([plan])]
    assert codes == [("CRED121", 8)]


def test_the_difference_of_levels_pays_each_step_of_the_chain(tmp_path: Path) -> None:
    """10,000 by Ana at 50 %: Mia at 70 % gets the 20 points between, Eve at 80 % the next 10."""
    plan = REPS.replace("assign: {where: \"payee.title = 'Rep'\"}\n", "").replace("rate: 10%", "rate: payee.level")
    plan += (
        "  levels:\n    credit: {source: deals, value: amount, to: {manager_of: owner, levels: 5}}\n"
        '    rate: "greatest(payee.level - seller.level, 0%)"\n'
    )
    results = calculate_opened(workspace(tmp_path, reps=plan))
    assert results.is_usable, render_text(results.diagnostics)
    january = [row for row in entries(results, "levels") if row[0] == "2026-01"]
    assert january == [("2026-01", "eve", 100000), ("2026-01", "mia", 200000)]
    assert entries(results, "commission")[0] == ("2026-01", "ana", 500000)
