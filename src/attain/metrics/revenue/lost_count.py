"""Deals lost: how many deals were lost in the period, by their close date."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import LOST, count

METRIC = Metric(
    name="lost_count",
    title="Deals lost",
    unit="count",
    kind="sum",
    definition="How many deals were lost in the period, by their close date.",
    source="docs/pipeline.md",
    formula="number of deals lost",
    parts={
        "lost": count("deals", LOST),
    },
    value=lambda p: whole(p["lost"]),
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
