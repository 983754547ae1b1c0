"""Cost of a won deal: what the campaigns cost per deal won by them."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, Parts, Undefined, Value, ratio
from attain.metrics.parts import count, total


def _value(p: Parts) -> Value:
    if not p["priced"]:
        return Undefined("no campaign has a cost")
    return ratio(p["cost"], p["won"], "no deal of a campaign with a cost was won")


METRIC = Metric(
    name="customer_acquisition_cost",
    title="Cost of a won deal",
    unit="money",
    kind="other",
    definition="What the campaigns cost per deal won by them.",
    source="docs/pipeline.md",
    formula="cost / won deals of the campaigns",
    parts={
        "priced": count("campaigns", pl.col("cost").is_not_null()),
        "won": total("campaigns", "won_count", pl.col("cost").is_not_null()),
        "cost": total("campaigns", "cost"),
    },
    value=_value,
    example=Example(
        {"campaigns": [{"campaign_id": "Fair", "cost": 11_400, "won_value": 20_000, "won_count": 4}]},
        expect=Fraction(2_850),
    ),
)
