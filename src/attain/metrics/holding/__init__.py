"""The open pipeline: how much there is, and what it covers."""

from attain.metrics.holding import (
    concentration,
    coverage_of_full_quota,
    coverage_of_remaining_quota,
    open_deal_count,
    open_pipeline,
    pipeline_created,
    pipeline_due,
)

METRICS = (
    open_pipeline.METRIC,
    open_deal_count.METRIC,
    pipeline_due.METRIC,
    pipeline_created.METRIC,
    coverage_of_remaining_quota.METRIC,
    coverage_of_full_quota.METRIC,
    concentration.METRIC,
)
