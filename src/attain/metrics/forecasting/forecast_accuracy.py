"""Forecast accuracy: one less the error as a share of what came, but never below 0."""

from fractions import Fraction

from attain.metrics.arithmetic.formulas import bounded_accuracy
from attain.metrics.model import Example, Metric
from attain.metrics.parts import total

METRIC = Metric(
    name="forecast_accuracy",
    title="Forecast accuracy",
    unit="ratio",
    kind="other",
    definition="One less the error as a share of what came, but never below 0.",
    source="docs/pipeline.md",
    formula="max(0, 1 - |A - F| / A) of the sums",
    parts={
        "actual": total("forecasts", "actual"),
        "forecast": total("forecasts", "forecast"),
    },
    value=lambda p: bounded_accuracy(p["actual"], p["forecast"]),
    example=Example(
        {"forecasts": [{"actual": 1_000, "forecast": 950}, {"actual": 10, "forecast": 25}]}, expect=Fraction(195, 202)
    ),
)
