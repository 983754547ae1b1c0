"""Cycle length, mean: how many days the deals won in the period were open, on average."""

from fractions import Fraction

from attain.metrics.arithmetic.formulas import mean
from attain.metrics.model import Example, Metric
from attain.metrics.parts import WON, values

METRIC = Metric(
    name="cycle_mean",
    title="Cycle length, mean",
    unit="days",
    kind="other",
    definition="How many days the deals won in the period were open, on average.",
    source="docs/pipeline.md",
    formula="days open of deals won / deals won",
    parts={
        "days": values("deals", "days_open", WON),
    },
    value=lambda p: mean(p["days"], "no deal whose age is known was won in the period"),
    example=Example({"deals": [{"days_open": days, "outcome": "won"} for days in (30, 60, 120)]}, expect=Fraction(70)),
)
