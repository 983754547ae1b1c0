"""Worked examples that others have published, by the metrics and formulas of the catalogue."""

from fractions import Fraction

import pytest

from attain.metrics import CATALOGUE, exact, filled, measured
from attain.metrics.arithmetic.formulas import absolute_error, funnel, mean_absolute_error, velocity
from attain.metrics.model import RowsName
from attain.money import round_fraction


def _of(name: str, **rows: list[dict[str, object]]) -> Fraction | None:
    kinds: dict[RowsName, object] = {kind: filled(kind, given) for kind, given in rows.items()}
    (found,) = measured(CATALOGUE[name], kinds)
    return exact(found.value)


def _weighted(*deals: tuple[int, Fraction]) -> Fraction | None:
    rows = [{"amount": worth, "weighted": round_fraction(worth * chance)} for worth, chance in deals]
    return _of("weighted_pipeline", deals=rows)


def _percent(value: object, digits: int = 2) -> float:
    assert isinstance(value, Fraction)
    return round(float(value * 100), digits)


def test_001_sales_velocity_winsabove() -> None:
    per_day = velocity(18, 42_000, Fraction(24, 100), 78)
    assert round_fraction(Fraction(per_day)) == 2_326
    assert 2_326 * 90 == 209_340
    faster = velocity(18, 42_000, Fraction(24, 100), 65)
    assert round_fraction(Fraction(faster)) // 10 * 10 == 2_790


def test_002_sales_velocity_pipelineroad() -> None:
    assert velocity(100, 30_000, Fraction(1, 4), 60) == 12_500
    assert 900_000 - 8_000 * 90 == 180_000


@pytest.mark.parametrize(
    ("percent", "weighted"), [(10, 5_000), (25, 12_500), (50, 25_000), (75, 37_500), (100, 50_000)]
)
def test_005_weighted_pipeline_stage_table(percent: int, weighted: int) -> None:
    assert _weighted((50_000, Fraction(percent, 100))) == weighted


def test_006_weighted_pipeline_rework() -> None:
    assert _weighted((200_000, Fraction(3, 10))) == 60_000
    assert _weighted((50_000, Fraction(4, 5))) == 40_000
    ten = [(500_000, Fraction(15, 100))] * 10
    assert _weighted(*ten) == 750_000
    assert _of("open_pipeline", deals=[{"amount": worth} for worth, _ in ten]) == 5_000_000


def test_007_weighted_pipeline_skylead() -> None:
    assert _weighted((20_000, Fraction(3, 10))) == 6_000


@pytest.mark.parametrize(
    ("won", "target", "percent"), [(75_000, 100_000, 75), (120_000, 150_000, 80), (235_000, 250_000, 94)]
)
def test_009_010_quota_attainment(won: int, target: int, percent: int) -> None:
    found = _of("quota_attainment", deals=[{"outcome": "won", "amount": won}], targets=[{"target_value": target}])
    assert found == Fraction(percent, 100)


def test_013_mape_four_months() -> None:
    pairs = [(132, 138), (126, 112), (58, 53), (108, 99)]
    assert [_percent(absolute_error(a, f)) for a, f in pairs] == [4.55, 11.11, 8.62, 8.33]
    assert _percent(mean_absolute_error(pairs), 1) == 8.2
    assert _percent(_of("forecast_mape", forecasts=[{"actual": a, "forecast": f} for a, f in pairs]), 1) == 8.2


def test_017_enps_calcbee() -> None:
    answers = [{"score": 10}] * 120 + [{"score": 8}] * 80 + [{"score": 5}] * 50 + [{"score": None}] * 50
    assert _of("enps", survey=answers) == 28
    promoters, passives, detractors = (Fraction(count, 250) for count in (120, 80, 50))
    assert [_percent(share) for share in (promoters, passives, detractors)] == [48, 32, 20]
    assert _percent(Fraction(50, 300), 1) == 16.7


def test_019_ramped_capacity_metrickit() -> None:
    ramped = [{"quota": 150_000, "percent": 85}] * 7
    ramping = [{"quota": 150_000, "percent": 40, "is_ramped": False}] * 3
    assert _of("ramped_capacity", capacity=ramped) == 892_500
    assert _of("ramped_capacity", capacity=ramping) == 180_000
    assert _of("ramped_capacity", capacity=ramped + ramping) == 1_072_500


def test_021_funnel_thecalcu() -> None:
    counts = {"leads": 1_000, "MQL": 300, "SQL": 120, "opps": 50, "won": 15}
    assert [_percent(share) for share in funnel(counts)] == [30, 40, 41.67, 30, 1.5]
    leads: list[dict[str, object]] = [{"is_won": number < 15} for number in range(1_000)]
    assert _of("lead_win_rate", leads=leads) == Fraction(15, 1_000)


def test_023_funnel_lotoftools_product() -> None:
    product = Fraction(26 * 36 * 44 * 22, 100**4)
    assert _percent(product) == 0.91


def test_024_pipeline_coverage_calclet() -> None:
    found = _of("coverage_of_full_quota", deals=[{"amount": 2_400_000}], targets=[{"target_value": 800_000}])
    assert found == 3
    assert 2_400_000 - 800_000 == 1_600_000


def test_026_pipeline_coverage_metrickit() -> None:
    found = _of("coverage_of_full_quota", deals=[{"amount": 3_000_000}], targets=[{"target_value": 1_000_000}])
    assert found == 3


@pytest.mark.parametrize(
    ("cost", "revenue", "percent"), [(20_000, 34_000, 70), (1_000, 300, -70), (5_000, 20_000, 300)]
)
def test_027_028_campaign_roi(cost: int, revenue: int, percent: int) -> None:
    assert _of("campaign_roi", campaigns=[{"cost": cost, "won_value": revenue}]) == Fraction(percent, 100)
