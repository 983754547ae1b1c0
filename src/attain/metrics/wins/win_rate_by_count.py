"""Win rate by count: of the deals closed in the period, the share that was won."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import CLOSED, WON, count

METRIC = Metric(
    name="win_rate_by_count",
    title="Win rate by count",
    unit="ratio",
    kind="share",
    definition="Of the deals closed in the period, the share that was won.",
    source="docs/pipeline.md",
    formula="won / (won + lost)",
    parts={
        "won": count("deals", WON),
        "closed": count("deals", CLOSED),
    },
    value=lambda p: ratio(p["won"], p["closed"], "no deal was closed in the period"),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "lost"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(1, 2),
    ),
    interval_of=("won", "closed"),
)
