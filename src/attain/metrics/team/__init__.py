"""The people who sell."""

from attain.metrics.team import (
    enps,
    ramped_capacity,
)

METRICS = (
    enps.METRIC,
    ramped_capacity.METRIC,
)
