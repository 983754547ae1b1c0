"""The numbers that pin the definitions of the pipeline."""

from fractions import Fraction

import pytest

from attain.metrics import CATALOGUE, Undefined, exact, filled, measured
from attain.metrics.arithmetic.formulas import (
    bounded_accuracy,
    leads_needed,
    levers,
    levers_product,
    mean_absolute_error,
    pipeline_value_factor,
    velocity,
    weighted_absolute_error,
)

A, B = {"amount": 20_000, "outcome": "won"}, {"amount": 10_000, "outcome": "won"}
C, D = {"amount": 40_000, "outcome": "lost"}, {"amount": 30_000, "outcome": "lost"}


def _deals(name: str, *deals: dict[str, object], target: int | None = None) -> Fraction | None:
    rows = {"deals": filled("deals", deals)}
    if target is not None:
        rows["targets"] = filled("targets", [{"target_value": target}])
    (found,) = measured(CATALOGUE[name], rows)
    return exact(found.value)


def test_win_rates_closed_only_and_with_open_deals() -> None:
    assert _deals("win_rate_by_count", A, B, C, D) == Fraction(1, 2)
    assert _deals("win_rate_by_value", A, B, C, D) == Fraction(3, 10)
    still_open = {**C, "outcome": "open"}
    assert _deals("win_rate_by_count", A, B, still_open, D) == Fraction(2, 3)
    assert _deals("win_rate_by_value", A, B, still_open, D) == Fraction(1, 2)
    assert _deals("win_rate_with_open_by_count", A, B, still_open, D) == Fraction(1, 2)
    assert _deals("win_rate_with_open_by_value", A, B, still_open, D) == Fraction(3, 10)


def test_a_cohort_of_a_hundred() -> None:
    deals = [{"outcome": "won"}] * 3 + [{"outcome": "lost"}] * 7 + [{"outcome": "open"}] * 90
    assert _deals("cohort_win_rate", *deals) == Fraction(3, 100)
    assert _deals("cohort_closed_win_rate", *deals) == Fraction(30, 100)


def test_the_tracker_of_a_target() -> None:
    deals = [
        {"amount": 55_000, "outcome": "won"},
        {"amount": 40_000, "weighted": 20_000},
        {"amount": 30_000, "weighted": 6_000},
    ]
    found = {
        name: _deals(name, *deals, target=100_000)
        for name in ("weighted_pipeline", "expected_revenue", "shortfall", "quota_attainment", "expected_variance")
    }
    assert list(found.values()) == [26_000, 81_000, 19_000, Fraction(55, 100), -19_000]


def test_the_required_win_rate() -> None:
    assert _deals("required_win_rate", {"amount": 70, "outcome": "won"}, {"amount": 100}, target=100) == Fraction(3, 10)
    assert _deals("required_win_rate", {"amount": 170, "outcome": "won"}, {"amount": 100}, target=100) == 0
    assert _deals("required_win_rate", {"amount": 70, "outcome": "won"}, target=100) is None


def test_ten_percent_on_every_lever_is_48_percent() -> None:
    assert levers_product() == Fraction(1331, 900)
    assert round(float(levers_product()), 4) == 1.4789
    before = Fraction(velocity(18, 42_000, Fraction(24, 100), 78))
    after = Fraction(velocity(Fraction(198, 10), 46_200, Fraction(264, 1000), Fraction(702, 10)))
    assert after / before == levers_product()
    assert {name: round(float(effect), 4) for name, effect in levers().items()} == {
        "deals": 1.1,
        "deal_size": 1.1,
        "win_rate": 1.1,
        "cycle_days": 1.1111,
    }


def test_pipeline_value_factors() -> None:
    days, conversions = (20, 25, 25, 20), (15, 30, 50, 80)
    found = [
        Fraction(pipeline_value_factor(Fraction(d), Fraction(90), Fraction(c, 100)))
        for d, c in zip(days, conversions, strict=True)
    ]
    assert [round(float(factor), 3) for factor in found] == [1.481, 0.926, 0.556, 0.278]
    assert round(float(sum(found)), 3) == 3.241


def test_leads_needed_for_a_sale() -> None:
    assert leads_needed(1, [Fraction(40, 100), Fraction(1, 2), Fraction(1, 2), Fraction(40, 100)]) == 25


def test_the_return_on_a_campaign() -> None:
    rows = {"campaigns": filled("campaigns", [{"cost": 11_400, "won_value": 20_000}])}
    (found,) = measured(CATALOGUE["campaign_roi"], rows)
    assert round(float(exact(found.value) or 0) * 100, 1) == 75.4


@pytest.mark.parametrize(("cost", "reason"), [(0, "the campaigns cost nothing"), (None, "no campaign has a cost")])
def test_the_return_on_a_campaign_without_cost_is_not_defined(cost: int | None, reason: str) -> None:
    rows = {"campaigns": filled("campaigns", [{"cost": cost, "won_value": 20_000}])}
    (found,) = measured(CATALOGUE["campaign_roi"], rows)
    assert found.value == Undefined(reason)


def test_the_accuracy_of_forecasts() -> None:
    pairs = [(1_000, 950), (10, 25)]
    assert mean_absolute_error(pairs) == Fraction(775, 1000)
    assert round(float(Fraction(weighted_absolute_error(pairs)) * 100), 1) == 6.4
    assert bounded_accuracy(10, 25) == 0
    assert bounded_accuracy(1_000, 950) == Fraction(95, 100)
    assert isinstance(bounded_accuracy(0, 25), Undefined)
