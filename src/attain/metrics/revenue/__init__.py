"""What was won, what is expected, and the target."""

from attain.metrics.revenue import (
    average_deal_size,
    expected_revenue,
    expected_variance,
    lost_count,
    lost_value,
    median_deal_size,
    quota_attainment,
    required_win_rate,
    shortfall,
    weighted_pipeline,
    won_count,
    won_value,
)

METRICS = (
    won_value.METRIC,
    won_count.METRIC,
    lost_value.METRIC,
    lost_count.METRIC,
    average_deal_size.METRIC,
    median_deal_size.METRIC,
    weighted_pipeline.METRIC,
    expected_revenue.METRIC,
    quota_attainment.METRIC,
    shortfall.METRIC,
    expected_variance.METRIC,
    required_win_rate.METRIC,
)
