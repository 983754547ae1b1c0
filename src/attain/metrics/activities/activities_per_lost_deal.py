"""Activities per lost deal."""

from fractions import Fraction

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import IS_LOST, LOST, count

METRIC = Metric(
    name="activities_per_lost_deal",
    title="Activities per lost deal",
    unit="score",
    kind="share",
    definition="How many calls, e-mails and meetings about the deals lost in the period there were for each of them.",
    source="docs/pipeline.md",
    formula="activities about deals lost / deals lost",
    parts={
        "done": count("activities", IS_LOST),
        "lost": count("deals", LOST),
    },
    value=lambda p: ratio(p["done"], p["lost"], "no deal was lost in the period"),
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
        expect=Fraction(1, 2),
    ),
)
