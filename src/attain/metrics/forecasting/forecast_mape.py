"""Forecast error, MAPE: the mean of |actual - forecast| / actual over the periods."""

from fractions import Fraction

import polars as pl

from attain.metrics.arithmetic.formulas import mean_absolute_error
from attain.metrics.model import Example, Metric, Part

METRIC = Metric(
    name="forecast_mape",
    title="Forecast error, MAPE",
    unit="ratio",
    kind="other",
    definition="The mean of |actual - forecast| / actual over the periods; those in which nothing came have none.",
    source="docs/pipeline.md",
    formula="mean of |A - F| / A",
    parts={
        "actuals": Part("forecasts", pl.col("actual"), is_list=True),
        "forecasts": Part("forecasts", pl.col("forecast"), is_list=True),
    },
    value=lambda p: mean_absolute_error(list(zip(p["actuals"], p["forecasts"], strict=True))),
    example=Example(
        {"forecasts": [{"actual": 1_000, "forecast": 950}, {"actual": 10, "forecast": 25}]}, expect=Fraction(31, 40)
    ),
)
