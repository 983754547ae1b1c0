"""Cycle length, median: how many days the middle one of the deals won in the period was open."""

from fractions import Fraction

from attain.metrics.arithmetic.formulas import middle
from attain.metrics.model import Example, Metric
from attain.metrics.parts import WON, values

METRIC = Metric(
    name="cycle_median",
    title="Cycle length, median",
    unit="days",
    kind="other",
    definition="How many days the middle one of the deals won in the period was open.",
    source="docs/pipeline.md",
    formula="median of days open of deals won",
    parts={
        "days": values("deals", "days_open", WON),
    },
    value=lambda p: middle(p["days"], "no deal whose age is known was won in the period"),
    example=Example({"deals": [{"days_open": days, "outcome": "won"} for days in (30, 60, 120)]}, expect=Fraction(60)),
)
