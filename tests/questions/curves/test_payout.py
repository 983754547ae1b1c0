"""Payout curves: what the kernel pays on one made-up credit at each place.

1. At every place a curve has the amount of the golden rule of its kind.
2. The jump at a bound is what reaching it pays beyond coming near.
3. A curve that pays by something that is no number is not drawn, and says why.
"""

from fractions import Fraction

import pytest

from attain.money import minor_digits
from attain.plans import read_plan
from attain.plans.checks.surroundings import Surroundings
from attain.questions.curves import Curves, curves_of
from tests.plans.workspaces import ROOT, read_workspace

WORKSPACE = read_workspace(ROOT / "tests" / "diagnostics" / "workspace.yaml")
HEAD = """\
plan: p
currency: USD
effective: {from: 2026-01-01}
targets: {quota: {amount: 1000, per: month}, ti: {amount: 50, per: month}}
"""
AMOUNTS = "measure: {sum: value, per: month}"
SHARES = "measure: {sum: value, per: quarter, against: quota}"


def _curves(measure: str, rate: str, value: str = "amount") -> Curves:
    text = f"{HEAD}components:\n  c:\n    credit: {{source: deals, value: {value}}}\n    {measure}\n    rate: {rate}\n"
    plan, problems = read_plan(text, "plan.yaml")
    assert plan is not None, problems
    digits = minor_digits(plan.currency_code)
    return curves_of(Surroundings(plan, WORKSPACE.sources, WORKSPACE.roster_columns, WORKSPACE.calendar, digits), "c")


@pytest.mark.parametrize(
    ("measure", "rate", "places", "paid"),
    [
        (AMOUNTS, "{kind: flat_rate, pay: 5%}", [100000, -20000], [50, -10]),
        (AMOUNTS, "{kind: marginal_tiers, tiers: [{from: 0, pay: 4%}, {from: 1000, pay: 6%}]}", [150000], [70]),
        (
            AMOUNTS,
            "{kind: whole_tiers, tiers: [{from: 0, pay: 5%}, {from: 1000, pay: 8%}]}",
            [99900, 100000],
            [49.95, 80],
        ),
        (
            SHARES,
            "{kind: step_bonus, steps: [{at: 50%, pay: 5}, {at: 100%, pay: 9}]}",
            [149999, 150000, 300000],
            [0, 5, 9],
        ),
        (SHARES, "{kind: step_bonus, every: 10%, pay: 2, above: 50%}", [179999, 180000, 240000], [0, 2, 6]),
        (SHARES, "{kind: interpolated, of: ti, points: [[0%, 0%], [100%, 100%]]}", [150000, 600000], [75, 150]),
        (SHARES, "{kind: marginal_tiers, of: ti, tiers: [{from: 0%, pay: 100%}]}", [150000], [75]),
    ],
)
def test_a_curve_pays_what_its_kind_pays(measure: str, rate: str, places: list[int], paid: list[float]) -> None:
    (curve,) = _curves(measure, rate).shown
    assert curve.at(places) == [Fraction(str(one)) for one in paid]


def test_units_are_paid_by_the_piece() -> None:
    (curve,) = _curves(AMOUNTS, "{kind: per_unit, pay: 40}", value="units").shown
    assert curve.at([12, -3]) == [480, -120]


def test_a_jump_is_what_reaching_pays() -> None:
    found = _curves(SHARES, "{kind: whole_tiers, tiers: [{from: 0%, pay: 5%}, {from: 100%, pay: 8%}]}")
    (curve,) = found.shown
    assert found.target == 3000
    assert [curve.jump_at(bound) for bound in curve.rate.bounds()] == [0, 90]
    assert curve.with_target(Fraction(100)).jump_at(list(curve.rate.bounds())[1]) == 3


def test_a_base_that_moves_nothing_shows_the_rate() -> None:
    (curve,) = _curves(
        "measure: {sum: arr, per: month}", "{kind: whole_tiers, tiers: [{from: 0, pay: 5%}, {from: 9, pay: 8%}]}"
    ).shown
    assert not curve.is_own_base
    assert curve.at([800, 900]) == [Fraction(5, 100), Fraction(8, 100)]


def test_a_pay_by_value_has_a_curve_for_each() -> None:
    shown = _curves(AMOUNTS, "{kind: flat_rate, by: type, pay: {a: 1%, else: 2%}}").shown
    assert [(curve.label, curve.at([10000])[0]) for curve in shown] == [("a", 1), ("else", 2)]


@pytest.mark.parametrize(
    ("rate", "why"),
    [
        ("{kind: flat_rate, pay: payee.commission}", "its pay is 'payee.commission'"),
        ("{kind: whole_tiers, tiers: {table: levels, by: [type]}}", "its tiers stand in table 'levels'"),
    ],
)
def test_a_curve_that_is_not_known_says_why(rate: str, why: str) -> None:
    found = _curves(AMOUNTS, rate)
    assert (found.shown, found.missing) == ((), why)
