"""Pipeline created: what the deals created in the period are worth now, open or closed."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import IS_CREATED, total

METRIC = Metric(
    name="pipeline_created",
    title="Pipeline created",
    unit="money",
    kind="sum",
    definition="What the deals created in the period are worth now, open or closed.",
    source="docs/pipeline.md",
    formula="sum of amount of deals created",
    parts={
        "created": total("deals", "amount", IS_CREATED),
    },
    value=lambda p: whole(p["created"]),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "lost"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(100_000),
    ),
    needs=("created_at",),
)
