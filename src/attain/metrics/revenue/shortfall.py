"""Shortfall: by how much the expected revenue is below the target."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, Undefined, whole
from attain.metrics.parts import OPEN_DUE, WON, count, total

METRIC = Metric(
    name="shortfall",
    title="Shortfall",
    unit="money",
    kind="other",
    definition="By how much the expected revenue is below the target; 0 when it is not.",
    source="docs/pipeline.md",
    formula="max(0, target - won value - weighted pipeline)",
    parts={
        "won": total("deals", "amount", WON),
        "weighted": total("deals", "weighted", OPEN_DUE),
        "target": total("targets", "target_value"),
        "target_count": count("targets"),
    },
    value=lambda p: (
        whole(max(0, p["target"] - p["won"] - p["weighted"])) if p["target_count"] else Undefined("there is no target")
    ),
    example=Example(
        {
            "deals": [
                {"amount": 55_000, "outcome": "won", "weighted": 55_000},
                {"amount": 40_000, "outcome": "open", "weighted": 20_000},
                {"amount": 30_000, "outcome": "open", "weighted": 6_000},
            ],
            "targets": [{"target_value": 100_000}],
        },
        expect=Fraction(19_000),
    ),
)
