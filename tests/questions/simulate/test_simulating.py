"""Simulations on small workspaces.

1. Every outcome once gives the costs worked by hand, and their exact mean.
2. The mean of drawn scenarios agrees with the exact one, within five standard errors.
3. The same seed draws the same sales; more scenarios begin with the same ones, however many are calculated at once.
4. What drives the spread sums to all of it.
5. What cannot be simulated says why.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from attain.diagnostics import render_text
from attain.money import round_fraction
from attain.periods import Calendar
from attain.questions.simulate import Asked, Simulated, outcome_count, simulate, simulating
from attain.runs import Opened, open_workspace

SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  deals: {file: data/deals.csv, KEY as_of: closed_on, columns: {id: text, closed_on: date, owner: payee, amount: money}}
roster: {file: data/roster.csv}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: year}
    rate: {kind: marginal_tiers, tiers: [{from: 0, pay: 10%}, {from: 400, pay: 20%}]}
"""
DEALS = """\
id,closed_on,owner,amount
A,2025-02-10,Ana,100
B,2025-05-10,Ana,300
C,2025-03-31,Bo,200
"""


def opened(folder: Path, deals: str = DEALS, key: str = "key: [id],") -> Opened:
    (folder / "plans").mkdir()
    (folder / "data").mkdir()
    (folder / "attain.yaml").write_text(SETTINGS.replace("KEY", key), "utf-8")
    (folder / "data" / "deals.csv").write_text(deals, "utf-8")
    (folder / "data" / "roster.csv").write_text("payee,title\nAna,AE\nBo,AE\n", "utf-8")
    (folder / "plans" / "sales.yaml").write_text(PLAN, "utf-8")
    return open_workspace(folder)


def asked(workspace: Opened, scenario_count: int, seed: int | None) -> Asked:
    """Two quarters of 2026, drawn from the first two quarters of 2025."""
    quarters = Calendar().between("quarter", date(2026, 1, 1), date(2026, 7, 1))
    past = Calendar().between("quarter", date(2025, 1, 1), date(2025, 7, 1))
    return Asked(tuple(workspace.plans), tuple(quarters), tuple(past), scenario_count, seed)


def every(workspace: Opened) -> Simulated:
    return simulate(workspace, asked(workspace, outcome_count(2, 2, 2), None))


def test_every_outcome_once(tmp_path: Path) -> None:
    """1. Ana sells 200, 400, 400 or 600 in the year: 20, 40, 40 or 80 of pay. Bo 0, 200, 200 or 400: 0, 20, 20 or 40.

    Their sum over the sixteen outcomes: 4 times 180 and 4 times 80.
    """
    found = every(opened(tmp_path))
    assert found.is_usable, found.diagnostics
    ana, bo = [20, 40, 40, 80], [0, 20, 20, 40]
    assert sorted(found.costs["cost"].to_list()) == sorted(100 * (one + other) for one in ana for other in bo)
    assert found.mean("USD") == Fraction(100 * (4 * 180 + 4 * 80), 16)
    assert (found.percentile(10, "USD"), found.percentile(90, "USD")) == (4000, 10000)


def test_the_mean_of_draws_agrees_with_the_exact_one(tmp_path: Path) -> None:
    """2."""
    workspace = opened(tmp_path)
    exact = every(workspace)
    drawn = simulate(workspace, asked(workspace, 4000, 7))
    costs = [Fraction(c) for c in exact.costs["cost"].to_list()]
    variance = sum((c - exact.mean("USD")) ** 2 for c in costs) / len(costs)
    assert (drawn.mean("USD") - exact.mean("USD")) ** 2 <= 25 * variance / 4000
    assert set(drawn.costs["cost"].to_list()) == set(exact.costs["cost"].to_list())


def test_the_same_seed_draws_the_same_sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """3."""
    workspace = opened(tmp_path)
    first = simulate(workspace, asked(workspace, 40, 3)).costs
    monkeypatch.setattr(simulating, "CELLS_AT_ONCE", 28)
    assert simulate(workspace, asked(workspace, 40, 3)).costs.equals(first)
    assert simulate(workspace, asked(workspace, 25, 3)).costs.equals(first.head(25))
    assert not simulate(workspace, asked(workspace, 40, 4)).costs.equals(first)


@pytest.mark.parametrize("seed", range(4))
def test_a_mean_is_rounded_as_money_is(tmp_path: Path, seed: int) -> None:
    """4. Only Ana sells, so that her mean is that of the whole."""
    workspace = opened(tmp_path, DEALS.replace("Bo", "Cy"))
    found = simulate(workspace, asked(workspace, 7, seed))
    (mean,) = found.drivers.filter(driver="payee", name="Ana")["mean"].to_list()
    assert mean == round_fraction(found.mean("USD"))


def test_what_drives_the_spread_sums_to_all_of_it(tmp_path: Path) -> None:
    """4."""
    drivers = every(opened(tmp_path)).drivers
    for (_,), listed in drivers.group_by("driver"):
        assert sum((Fraction(share) for share in listed["share"].to_list()), Fraction(0)) == 1
    shares = {name: Fraction(s) for d, name, s in drivers.select("driver", "name", "share").iter_rows() if d == "payee"}
    assert shares["Ana"] > shares["Bo"]


@pytest.mark.parametrize(
    ("deals", "key", "code"),
    [
        (DEALS.replace("2025", "2020"), "key: [id],", "SIMU201"),
        (DEALS, "key: [closed_on, id],", "SIMU202"),
    ],
)
def test_what_cannot_be_simulated_says_why(tmp_path: Path, deals: str, key: str, code: str) -> None:
    """5."""
    found = every(opened(tmp_path, deals, key))
    assert [problem.code for problem in found.diagnostics] == [code]


def test_what_a_calculation_finds_is_told_without_marks(tmp_path: Path) -> None:
    """5."""
    found = every(opened(tmp_path, DEALS.replace("Ana,300", "Ana,")))
    assert [problem.code for problem in found.diagnostics] == ["SIMU203"]
    said = render_text(found.diagnostics)
    assert "B~" in said
    assert "\x1f" not in said
    assert "0000" not in said


def test_a_hundred_thousand_scenarios_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """3. More of them in one calculation than five digits can number."""
    workspace = opened(tmp_path)
    monkeypatch.setattr(simulating, "CELLS_AT_ONCE", 1_000_000)
    costs = simulate(workspace, asked(workspace, 100_016, None)).costs["cost"]
    assert costs.head(16).equals(costs.tail(16))
    assert costs.slice(0, 100_000).equals(costs.slice(16, 100_000))


def test_a_plan_that_cannot_be_calculated_says_why(tmp_path: Path) -> None:
    """5."""
    workspace = opened(tmp_path)
    (tmp_path / "plans" / "sales.yaml").write_text(PLAN.replace("value: amount", "value: worth"), "utf-8")
    found = every(open_workspace(tmp_path))
    assert workspace.plans
    assert [problem.code for problem in found.diagnostics] == ["SIMU203"]
