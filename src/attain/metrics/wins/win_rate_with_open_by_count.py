"""Win rate by count, open deals counted."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import CLOSED, OPEN_DUE, WON, count

METRIC = Metric(
    name="win_rate_with_open_by_count",
    title="Win rate by count, open deals counted",
    unit="ratio",
    kind="share",
    definition="Of all deals due in the period, closed or still open, the share that was won.",
    source="docs/pipeline.md",
    formula="won / (won + lost + open due)",
    parts={
        "won": count("deals", WON),
        "due": count("deals", CLOSED | OPEN_DUE),
    },
    value=lambda p: ratio(p["won"], p["due"], "no deal was due in the period"),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "open"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(1, 2),
    ),
    interval_of=("won", "due"),
)
