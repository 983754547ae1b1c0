"""The open pipeline: how much, how old, how sure."""

from attain.metrics.holding import (
    concentration,
    coverage_of_full_quota,
    coverage_of_remaining_quota,
    doubtful_share,
    month_extensions,
    open_age,
    open_deal_count,
    open_pipeline,
    parked_share,
    pipeline_created,
    pipeline_due,
    slip_rate,
    stage_age,
)

METRICS = (
    open_pipeline.METRIC,
    open_deal_count.METRIC,
    pipeline_due.METRIC,
    pipeline_created.METRIC,
    coverage_of_remaining_quota.METRIC,
    coverage_of_full_quota.METRIC,
    concentration.METRIC,
    slip_rate.METRIC,
    month_extensions.METRIC,
    stage_age.METRIC,
    open_age.METRIC,
    doubtful_share.METRIC,
    parked_share.METRIC,
)
