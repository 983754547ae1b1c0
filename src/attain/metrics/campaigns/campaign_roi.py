"""Return on campaigns: what campaigns brought beyond their cost, as a share of it."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, Parts, Undefined, Value, ratio
from attain.metrics.parts import count, total


def _value(p: Parts) -> Value:
    if not p["priced"]:
        return Undefined("no campaign has a cost")
    return ratio(p["won"] - p["cost"], p["cost"], "the campaigns cost nothing")


METRIC = Metric(
    name="campaign_roi",
    title="Return on campaigns",
    unit="ratio",
    kind="other",
    definition="What campaigns brought beyond their cost, as a share of it; campaigns without a cost are left out.",
    source="docs/pipeline.md",
    formula="(won value - cost) / cost",
    parts={
        "priced": count("campaigns", pl.col("cost").is_not_null()),
        "won": total("campaigns", "won_value", pl.col("cost").is_not_null()),
        "cost": total("campaigns", "cost"),
    },
    value=_value,
    example=Example(
        {"campaigns": [{"campaign_id": "Fair", "cost": 11_400, "won_value": 20_000, "won_count": 4}]},
        expect=Fraction(43, 57),
    ),
)
