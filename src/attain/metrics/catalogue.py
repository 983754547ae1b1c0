"""The catalogue: every metric by its name, in the order in which people read them."""

from attain.metrics import activities, campaigns, doubt, forecasting, holding, leads, pace, revenue, team, wins
from attain.metrics.model import Metric

_ROOMS = (revenue, wins, holding, doubt, pace, leads, campaigns, activities, forecasting, team)
GROUPS: dict[str, tuple[Metric, ...]] = {(room.__doc__ or "").rstrip("."): room.METRICS for room in _ROOMS}
CATALOGUE: dict[str, Metric] = {metric.name: metric for metrics in GROUPS.values() for metric in metrics}
