"""Cost of campaigns: what the campaigns cost."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, Undefined, whole
from attain.metrics.parts import count, total

METRIC = Metric(
    name="campaign_cost",
    title="Cost of campaigns",
    unit="money",
    kind="other",
    definition="What the campaigns cost.",
    source="docs/pipeline.md",
    formula="sum of cost",
    parts={
        "cost": total("campaigns", "cost"),
        "priced": count("campaigns", pl.col("cost").is_not_null()),
    },
    value=lambda p: whole(p["cost"]) if p["priced"] else Undefined("no campaign has a cost"),
    example=Example(
        {"campaigns": [{"campaign_id": "Fair", "cost": 11_400, "won_value": 20_000, "won_count": 4}]},
        expect=Fraction(11_400),
    ),
)
