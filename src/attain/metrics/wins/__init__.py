"""Win rates, conversion and incidence."""

from attain.metrics.wins import (
    cohort_closed_win_rate,
    cohort_win_rate,
    incidence_loss_90_days,
    incidence_win_90_days,
    stage_conversion,
    win_rate_by_count,
    win_rate_by_value,
    win_rate_from_stage_by_count,
    win_rate_from_stage_by_value,
    win_rate_with_open_by_count,
    win_rate_with_open_by_value,
)

METRICS = (
    win_rate_by_count.METRIC,
    win_rate_by_value.METRIC,
    win_rate_with_open_by_count.METRIC,
    win_rate_with_open_by_value.METRIC,
    win_rate_from_stage_by_count.METRIC,
    win_rate_from_stage_by_value.METRIC,
    stage_conversion.METRIC,
    cohort_win_rate.METRIC,
    cohort_closed_win_rate.METRIC,
    incidence_win_90_days.METRIC,
    incidence_loss_90_days.METRIC,
)
