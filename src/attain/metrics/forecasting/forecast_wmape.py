"""Forecast error, WMAPE: all errors of forecasts as a share of all that came."""

from fractions import Fraction

import polars as pl

from attain.metrics.arithmetic.formulas import weighted_absolute_error
from attain.metrics.model import Example, Metric, Part

METRIC = Metric(
    name="forecast_wmape",
    title="Forecast error, WMAPE",
    unit="ratio",
    kind="other",
    definition="All errors of forecasts as a share of all that came.",
    source="docs/pipeline.md",
    formula="sum of |A - F| / sum of A",
    parts={
        "actuals": Part("forecasts", pl.col("actual"), is_list=True),
        "forecasts": Part("forecasts", pl.col("forecast"), is_list=True),
    },
    value=lambda p: weighted_absolute_error(list(zip(p["actuals"], p["forecasts"], strict=True))),
    example=Example(
        {"forecasts": [{"actual": 1_000, "forecast": 950}, {"actual": 10, "forecast": 25}]}, expect=Fraction(13, 202)
    ),
)
