"""Weighted pipeline."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import OPEN_DUE, total

METRIC = Metric(
    name="weighted_pipeline",
    title="Weighted pipeline",
    unit="money",
    kind="sum",
    definition="What the open deals due in the period are worth, each times its own probability, rounded per deal.",
    source="docs/pipeline.md",
    formula="sum of amount x probability",
    parts={
        "weighted": total("deals", "weighted", OPEN_DUE),
    },
    value=lambda p: whole(p["weighted"]),
    example=Example(
        {
            "deals": [
                {"amount": 55_000, "outcome": "won", "weighted": 55_000},
                {"amount": 40_000, "outcome": "open", "weighted": 20_000},
                {"amount": 30_000, "outcome": "open", "weighted": 6_000},
            ]
        },
        expect=Fraction(26_000),
    ),
)
