"""Win rate by value, open deals counted."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import CLOSED, OPEN_DUE, WON, total

METRIC = Metric(
    name="win_rate_with_open_by_value",
    title="Win rate by value, open deals counted",
    unit="ratio",
    kind="share",
    definition="Of the value due in the period, closed or still open, the share that was won.",
    source="docs/pipeline.md",
    formula="won value / (won value + lost value + open value due)",
    parts={
        "won": total("deals", "amount", WON),
        "due": total("deals", "amount", CLOSED | OPEN_DUE),
    },
    value=lambda p: ratio(p["won"], p["due"], "nothing of value was due in the period"),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "open"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(3, 10),
    ),
)
