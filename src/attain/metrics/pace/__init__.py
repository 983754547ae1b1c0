"""How fast deals move."""

from attain.metrics.pace import (
    cycle_mean,
    cycle_median,
    pipeline_value_factor,
    sales_velocity,
    time_in_stage,
)

METRICS = (
    cycle_mean.METRIC,
    cycle_median.METRIC,
    time_in_stage.METRIC,
    sales_velocity.METRIC,
    pipeline_value_factor.METRIC,
)
