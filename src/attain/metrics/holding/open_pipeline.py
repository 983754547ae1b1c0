"""Open pipeline: what all open deals are worth, whenever they are due."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import IS_OPEN, total

METRIC = Metric(
    name="open_pipeline",
    title="Open pipeline",
    unit="money",
    kind="sum",
    definition="What all open deals are worth, whenever they are due.",
    source="docs/pipeline.md",
    formula="sum of amount of open deals",
    parts={
        "open": total("deals", "amount", IS_OPEN),
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
