"""Attainment: what was won in the period as a share of its target."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import WON, total

METRIC = Metric(
    name="quota_attainment",
    title="Attainment",
    unit="ratio",
    kind="share",
    definition="What was won in the period as a share of its target.",
    source="docs/pipeline.md",
    formula="won value / target",
    parts={
        "won": total("deals", "amount", WON),
        "target": total("targets", "target_value"),
    },
    value=lambda p: ratio(p["won"], p["target"], "there is no target"),
    example=Example(
        {
            "deals": [
                {"amount": 55_000, "outcome": "won", "weighted": 55_000},
                {"amount": 40_000, "outcome": "open", "weighted": 20_000},
                {"amount": 30_000, "outcome": "open", "weighted": 6_000},
            ],
            "targets": [{"target_value": 100_000}],
        },
        expect=Fraction(11, 20),
    ),
)
