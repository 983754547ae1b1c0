"""How good forecasts were."""

from attain.metrics.forecasting import (
    forecast_accuracy,
    forecast_bias,
    forecast_mape,
    forecast_wmape,
)

METRICS = (
    forecast_mape.METRIC,
    forecast_wmape.METRIC,
    forecast_bias.METRIC,
    forecast_accuracy.METRIC,
)
