"""Win rate by value: of the value closed in the period, the share that was won."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import CLOSED, WON, total

METRIC = Metric(
    name="win_rate_by_value",
    title="Win rate by value",
    unit="ratio",
    kind="share",
    definition="Of the value closed in the period, the share that was won.",
    source="docs/pipeline.md",
    formula="won value / (won value + lost value)",
    parts={
        "won": total("deals", "amount", WON),
        "closed": total("deals", "amount", CLOSED),
    },
    value=lambda p: ratio(p["won"], p["closed"], "nothing of value was closed in the period"),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "lost"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(3, 10),
    ),
)
