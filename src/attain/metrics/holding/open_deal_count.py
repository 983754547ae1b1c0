"""Open deals: how many deals are open, whenever they are due."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import IS_OPEN, count

METRIC = Metric(
    name="open_deal_count",
    title="Open deals",
    unit="count",
    kind="sum",
    definition="How many deals are open, whenever they are due.",
    source="docs/pipeline.md",
    formula="number of open deals",
    parts={
        "open": count("deals", IS_OPEN),
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
        expect=Fraction(2),
    ),
)
