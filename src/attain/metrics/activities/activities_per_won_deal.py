"""Activities per won deal."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_WON, WON, count

METRIC = Metric(
    name="activities_per_won_deal",
    title="Activities per won deal",
    unit="score",
    kind="share",
    definition="How many calls, e-mails and meetings about the deals won in the period there were for each of them.",
    source="docs/pipeline.md",
    formula="activities about deals won / deals won",
    parts={
        "done": count("activities", IS_WON),
        "won": count("deals", WON),
    },
    value=lambda p: ratio(p["done"], p["won"], "no deal was won in the period"),
    example=Example(
        {
            "activities": [*[{"outcome": "won"}] * 6, {"outcome": "lost"}],
            "deals": [
                {"amount": 20_000, "outcome": "won"},
                {"amount": 10_000, "outcome": "won"},
                {"amount": 40_000, "outcome": "lost"},
                {"amount": 30_000, "outcome": "lost"},
            ],
        },
        expect=Fraction(3),
    ),
)
