"""Pipeline due: what the open deals due in the period are worth."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import OPEN_DUE, total

METRIC = Metric(
    name="pipeline_due",
    title="Pipeline due",
    unit="money",
    kind="sum",
    definition="What the open deals due in the period are worth.",
    source="docs/pipeline.md",
    formula="sum of amount of open deals due",
    parts={
        "open": total("deals", "amount", OPEN_DUE),
    },
    value=lambda p: whole(p["open"]),
    example=Example(
        {
            "deals": [
                {"amount": 55_000, "outcome": "won", "weighted": 55_000},
                {"amount": 40_000, "outcome": "open", "weighted": 20_000},
                {"amount": 30_000, "outcome": "open", "weighted": 6_000},
            ]
        },
        expect=Fraction(70_000),
    ),
)
