"""Forecast bias: by how much forecasts were above what came, as a share of it."""

from fractions import Fraction

import polars as pl

from attain.metrics.arithmetic.formulas import forecast_bias
from attain.metrics.model import Example, Metric, Part

METRIC = Metric(
    name="forecast_bias",
    title="Forecast bias",
    unit="ratio",
    kind="other",
    definition="By how much forecasts were above what came, as a share of it; a minus means below.",
    source="docs/pipeline.md",
    formula="sum of (F - A) / sum of A",
    parts={
        "actuals": Part("forecasts", pl.col("actual"), is_list=True),
        "forecasts": Part("forecasts", pl.col("forecast"), is_list=True),
    },
    value=lambda p: forecast_bias(list(zip(p["actuals"], p["forecasts"], strict=True))),
    example=Example(
        {"forecasts": [{"actual": 1_000, "forecast": 950}, {"actual": 10, "forecast": 25}]}, expect=Fraction(-7, 202)
    ),
)
