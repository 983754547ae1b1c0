"""Average deal size: the mean value of the deals won in the period."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import WON, count, total

METRIC = Metric(
    name="average_deal_size",
    title="Average deal size",
    unit="money",
    kind="share",
    definition="The mean value of the deals won in the period; deals without an amount are left out.",
    source="docs/pipeline.md",
    formula="won value / deals won with an amount",
    parts={
        "won": total("deals", "amount", WON),
        "priced": count("deals", WON & pl.col("amount").is_not_null()),
    },
    value=lambda p: ratio(p["won"], p["priced"], "no deal with an amount was won in the period"),
    example=Example(
        {
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "lost"},
                {"amount": 30_000, "outcome": "lost"},
            ]
        },
        expect=Fraction(15_000),
    ),
)
