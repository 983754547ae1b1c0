"""How sure the open pipeline is: its ages, what slipped, what may slip."""

from attain.metrics.doubt import (
    doubtful_share,
    month_extensions,
    open_age,
    parked_share,
    slip_rate,
    stage_age,
)

METRICS = (
    slip_rate.METRIC,
    doubtful_share.METRIC,
    parked_share.METRIC,
    month_extensions.METRIC,
    stage_age.METRIC,
    open_age.METRIC,
)
