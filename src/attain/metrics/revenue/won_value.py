"""Won value: what the deals won in the period are worth, by their close date."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import WON, total

METRIC = Metric(
    name="won_value",
    title="Won value",
    unit="money",
    kind="sum",
    definition="What the deals won in the period are worth, by their close date.",
    source="docs/pipeline.md",
    formula="sum of amount of the deals won",
    parts={
        "won": total("deals", "amount", WON),
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
        expect=Fraction(30_000),
    ),
)
