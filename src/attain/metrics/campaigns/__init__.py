"""What campaigns brought and cost."""

from attain.metrics.campaigns import (
    campaign_cost,
    campaign_roi,
    campaign_won_value,
    customer_acquisition_cost,
)

METRICS = (
    campaign_won_value.METRIC,
    campaign_cost.METRIC,
    campaign_roi.METRIC,
    customer_acquisition_cost.METRIC,
)
