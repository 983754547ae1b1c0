"""Deals won: how many deals were won in the period, by their close date."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import WON, count

METRIC = Metric(
    name="won_count",
    title="Deals won",
    unit="count",
    kind="sum",
    definition="How many deals were won in the period, by their close date.",
    source="docs/pipeline.md",
    formula="number of deals won",
    parts={
        "won": count("deals", WON),
    },
    value=lambda p: whole(p["won"]),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "lost"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(2),
    ),
)
