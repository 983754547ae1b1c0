"""Expected variance: by how much the expected revenue is above the target, or below it with a minus."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, Undefined, whole
from attain.metrics.parts import OPEN_DUE, WON, count, total

METRIC = Metric(
    name="expected_variance",
    title="Expected variance",
    unit="money",
    kind="other",
    definition="By how much the expected revenue is above the target, or below it with a minus.",
    source="docs/pipeline.md",
    formula="won value + weighted pipeline - target",
    parts={
        "won": total("deals", "amount", WON),
        "weighted": total("deals", "weighted", OPEN_DUE),
        "target": total("targets", "target_value"),
        "target_count": count("targets"),
    },
    value=lambda p: (
        whole(p["won"] + p["weighted"] - p["target"]) if p["target_count"] else Undefined("there is no target")
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
        expect=Fraction(-19_000),
    ),
)
