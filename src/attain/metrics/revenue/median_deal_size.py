"""Median deal size: the middle value of the deals won in the period."""

from fractions import Fraction

from attain.metrics.arithmetic.formulas import middle
from attain.metrics.model import Example, Metric
from attain.metrics.parts import WON, values

METRIC = Metric(
    name="median_deal_size",
    title="Median deal size",
    unit="money",
    kind="other",
    definition="The middle value of the deals won in the period: half of them are worth more.",
    source="docs/pipeline.md",
    formula="median of amount of the deals won",
    parts={
        "won_amounts": values("deals", "amount", WON),
    },
    value=lambda p: middle(p["won_amounts"], "no deal with an amount was won in the period"),
    example=Example(
        {"deals": [{"amount": worth, "outcome": "won"} for worth in (100, 200, 900)]}, expect=Fraction(200)
    ),
)
