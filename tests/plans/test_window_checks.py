"""What pays or measures per window is checked before anything is calculated, at the word it is about."""

import pytest

from attain.plans import read_plan
from tests.plans.workspaces import ROOT, read_workspace

HEAD = """\
plan: windows
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
targets:
  quota: {amount: 100000, per: quarter}
measures:
  sales: {sum: amount, per: quarter, against: quota, credit: {source: deals, to: owner}}
  by_type: {sum: amount, per: quarter, owner: type, credit: {source: deals, to: owner}}
"""
WORKSPACE = read_workspace(ROOT / "tests" / "diagnostics" / "workspace.yaml")


def said(components: str, measures: str = "") -> list[tuple[str, str]]:
    """Return code and message of what is wrong."""
    plan, problems = read_plan(f"{HEAD}{measures}components:\n{components}", "plan.yaml")
    found = [*problems, *(WORKSPACE.problems(plan) if plan is not None else [])]
    return [(problem.code, problem.what) for problem in found]


@pytest.mark.parametrize(
    "component",
    [
        "{measure: sales, rate: {kind: pool, pot: 100, share: sales.amount, among: attainment >= 50%}}",
        "{measure: sales, rate: {kind: pool, pot: 5% * sales.amount, by: payee.title}}",
        "{measure: sales, rate: {kind: pool, pot: 100, share: payee.commission, shares: of_pot}}",
        "{measure: sales, rate: {kind: rank_prize, prizes: [500, 100], ties: dense}}",
        "{measure: sales, rate: {kind: formula, pay: measured}, modifiers: [{cap: {at: 500, per: year}}]}",
        "{measure: sales, rate: {kind: formula, pay: 25 * measured / 7}}",
        "{credit: {source: deals, to: owner}, measure: {sum: value, per: month}, rate: {kind: pool, pot: 1}}",
        "{measure: card, rate: {kind: interpolated, of: quota, points: [[0%, 0%], [100%, 1%]]}}",
        "{measure: place, rate: {kind: step_bonus, steps: [{at: 1, pay: 100}]}}",
    ],
)
def test_what_can_be_paid_for_a_window(component: str) -> None:
    measures = (
        "  card: {formula: 2 * sales.attainment, per: quarter}\n  place: {rank: card, per: quarter, ties: dense}\n"
    )
    assert said(f"  c: {component}\n", measures) == []


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ("{measure: sales, rate: {kind: pool, pot: 5%}}", "EXPR205"),
        ("{measure: sales, rate: {kind: pool, pot: -5}}", "EXPR205"),
        ("{measure: sales, rate: {kind: pool, pot: amount}}", "EXPR201"),
        ("{measure: sales, rate: {kind: pool, pot: 100, shares: of_pot}}", "RATE247"),
        ("{measure: sales, rate: {kind: pool, pot: 100, share: 0}}", "EXPR205"),
        ("{measure: sales, rate: {kind: rank_prize, prizes: [50%]}}", "RATE202"),
        ("{measure: sales, rate: {kind: formula, pay: 500 * sales.attainment}}", "EXPR205"),
        ("{measure: sales, rate: {kind: formula, pay: 5, by: payee.title}}", "RATE247"),
        ("{measure: sales, rate: {kind: formula, pay: 5}, earned: {over: 3 months}}", "RATE247"),
        ("{measure: sales, rate: {kind: formula, pay: 5}, release: {per: receipts, share: 50%}}", "RATE247"),
        ("{measure: sales, rate: {kind: formula, pay: 5}, modifiers: [{floor: {at: 1, per: year}}]}", "RATE247"),
        (
            "{measure: sales, rate: {kind: formula, pay: 5}, modifiers: [{cap: {at: 1, seen: at_credit}}]}",
            "RATE247",
        ),
        ("{measure: sales, rate: {kind: formula, pay: by_type.amount}}", "MEAS121"),
        ("{rate: {kind: pool, pot: 100}}", "RATE207"),
        ("{measure: {sum: value, per: quarter}, rate: {kind: pool, pot: 100}}", "RATE245"),
        ("{credit: {source: deals, to: owner}, measure: card, rate: {kind: formula, pay: 5}}", "RATE247"),
        ("{measure: card, rate: 8%}", "RATE246"),
        ("{measure: card, rate: {kind: interpolated, points: [[0%, 0%], [100%, 1%]]}}", "RATE202"),
        ("{measure: card, rate: {kind: step_bonus, steps: [{at: 5, pay: 100}]}}", "RATE203"),
    ],
)
def test_what_cannot(component: str, code: str) -> None:
    measures = "  card: {formula: 2 * sales.attainment, per: quarter}\n"
    found = said(f"  c: {component}\n", measures)
    assert code in [one for one, _ in found], found


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("{formula: 2 * other.attainment, per: quarter}", "EXPR201"),
        ("{formula: 2 * value, per: quarter}", "EXPR201"),
        ("{formula: by_type.amount, per: quarter}", "MEAS121"),
        ("{formula: new.attainment, per: quarter}", "MEAS104"),
        ("{rank: nothing, per: quarter}", "MEAS101"),
        ("{rank: by_type, per: quarter}", "MEAS121"),
        ("{rank: sales, among: payee.rank > 1, per: quarter}", "EXPR201"),
        ("{formula: sales.attainment, per: quarter, against: quota}", "YAML109"),
        ("{formula: sales.attainment, per: transaction}", "YAML109"),
        ("{sum: amount, per: quarter, ties: dense}", "YAML109"),
    ],
)
def test_a_measure_of_measures_that_cannot_be_made(measure: str, code: str) -> None:
    component = "  c: {measure: sales, rate: {kind: formula, pay: 5}}\n"
    found = said(component, f"  new: {measure}\n")
    assert code in [one for one, _ in found], found
