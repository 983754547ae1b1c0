"""Forecasts of made-up quarters are better than simpler ones; ``make forecasts`` judges a thousand."""

from statistics import mean

from tests.forecasts.judging import NAMES, judge, table


def test_a_forecast_is_better_than_simpler_ones_and_its_band_holds() -> None:
    rows = list(judge(3, 20))
    by_name = {name: [row for row in rows if row.name == name] for name in NAMES}
    assert {len(own) for own in by_name.values()} == {20}
    ours = by_name[NAMES[0]]
    # Of twenty bands of 80 %, 12 to 20 hold, 99 times in 100.
    assert sum(row.is_covered for row in ours) >= 12
    for name in NAMES[1:]:
        assert mean(row.pinball for row in ours) < mean(row.pinball for row in by_name[name])
        assert mean(row.brier for row in ours) < mean(row.brier for row in by_name[name])
    assert "| attain | 20 |" in table(rows)
