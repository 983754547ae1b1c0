"""A plan on past periods.

1. Cost, winners and losers and tiers are those of the plan on those days.
2. Payees without a target are left out and named; the others are answered.
3. A plan that cannot be tried says why.
"""

from datetime import date
from pathlib import Path

from attain.plans import Plan, read_plan
from attain.questions.backtest import Backtest, backtest, tiers_reached
from attain.runs import calculate_opened, open_workspace
from tests.questions.whatif.workspace import PLAN, TIERS, opened

NEW = (
    PLAN.replace("RATE", TIERS.replace("5%", "6%"))
    .replace("MODIFIERS", "")
    .replace("before: 2027-01-01", "before: 2028-01-01")
)
AGAINST = """\
plan: sales
currency: USD
effective: {from: 2027-01-01, before: 2028-01-01}
targets: {quota: {per: quarter}}
components:
  commission:
    credit: {source: deals, where: stage = 'Won', value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 100%, pay: 10%}]}
"""


def read(text: str) -> Plan:
    plan, found = read_plan(text, "plans/new.yaml")
    assert plan is not None, found
    return plan


def tried(folder: Path, text: str) -> Backtest:
    workspace = opened(folder)
    first, last = date(2026, 1, 1), date(2027, 1, 1)
    return backtest(workspace, calculate_opened(workspace), [read(text)], starts_on=first, ends_before=last)


def test_cost_payees_and_tiers(tmp_path: Path) -> None:
    """1. 6 % on the first 100,000 is 1,000 more: 800 of January and 200 of February."""
    found = tried(tmp_path, NEW)
    assert found.is_usable, found.diagnostics
    differences = dict(found.cost.select("period_id", "difference").iter_rows())
    assert {period: moved for period, moved in differences.items() if moved} == {"2026-01": 80_000, "2026-02": 20_000}
    assert found.payees.to_dicts() == [
        {"payee_id": "Ana", "currency": "USD", "before": 1_200_000, "after": 1_300_000, "difference": 100_000}
    ]
    assert found.distribution["after"].unique().to_list() == [1_300_000]
    tiers = tiers_reached(found.results)
    assert tiers.select("tier", "owner_count").rows() == [("below 0", 0), ("0", 0), ("100000", 1)]


def test_payees_without_targets_are_left_out_and_named(tmp_path: Path) -> None:
    """2. Only Bo has a target."""
    opened(tmp_path)
    text = (tmp_path / "data" / "deals.csv").read_text("utf-8")
    (tmp_path / "data" / "deals.csv").write_text(text.replace("Bo,20000,Offer", "Bo,20000,Won"), "utf-8")
    (tmp_path / "data" / "targets.csv").write_text("name,payee,period,amount\nquota,Bo,2026-Q2,10000\n", "utf-8")
    settings = (tmp_path / "attain.yaml").read_text("utf-8")
    columns = "{name: text, payee: text, period: text, amount: money}"
    (tmp_path / "attain.yaml").write_text(
        f"{settings}targets: {{file: data/targets.csv, columns: {columns}}}\n", "utf-8"
    )
    (tmp_path / "plans" / "sales.yaml").write_text(PLAN.replace("RATE", TIERS).replace("MODIFIERS", ""), "utf-8")
    workspace = open_workspace(tmp_path)
    results = calculate_opened(workspace)
    first, last = date(2026, 1, 1), date(2027, 1, 1)
    found = backtest(workspace, results, [read(AGAINST)], starts_on=first, ends_before=last)
    assert found.left_out == ("Ana",)
    assert [problem.code for problem in found.diagnostics] == ["BACK201"]
    assert found.payees.rows() == [("Bo", "USD", 100_000, 150_000, 50_000)]


def test_a_plan_that_cannot_be_tried_says_why(tmp_path: Path) -> None:
    """3."""
    found = tried(tmp_path, NEW.replace("value: amount", "value: worth"))
    assert not found.is_usable
    assert [problem.code for problem in found.diagnostics] == ["BACK202"]
    assert "worth" in found.diagnostics[0].what
