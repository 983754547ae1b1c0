"""Lost value: what the deals lost in the period were worth, by their close date."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import LOST, total

METRIC = Metric(
    name="lost_value",
    title="Lost value",
    unit="money",
    kind="sum",
    definition="What the deals lost in the period were worth, by their close date.",
    source="docs/pipeline.md",
    formula="sum of amount of the deals lost",
    parts={
        "lost": total("deals", "amount", LOST),
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
        expect=Fraction(70_000),
    ),
)
