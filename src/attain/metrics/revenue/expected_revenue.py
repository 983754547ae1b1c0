"""Expected revenue: what was won in the period and the weighted open deals due in it."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import OPEN_DUE, WON, total

METRIC = Metric(
    name="expected_revenue",
    title="Expected revenue",
    unit="money",
    kind="other",
    definition="What was won in the period and the weighted open deals due in it.",
    source="docs/pipeline.md",
    formula="won value + weighted pipeline",
    parts={
        "won": total("deals", "amount", WON),
        "weighted": total("deals", "weighted", OPEN_DUE),
    },
    value=lambda p: whole(p["won"] + p["weighted"]),
    example=Example(
        {
            "deals": [
                {"amount": 55_000, "outcome": "won", "weighted": 55_000},
                {"amount": 40_000, "outcome": "open", "weighted": 20_000},
                {"amount": 30_000, "outcome": "open", "weighted": 6_000},
            ]
        },
        expect=Fraction(81_000),
    ),
)
