"""Capacity: what the sellers can be expected to sell."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, Part, Parts, Value


def _value(p: Parts) -> Value:
    return sum((Fraction(q * share, 100) for q, share in zip(p["quotas"], p["percents"], strict=True)), Fraction(0))


METRIC = Metric(
    name="ramped_capacity",
    title="Capacity",
    unit="money",
    kind="other",
    definition=(
        "What the sellers can be expected to sell: each one’s quota at the attainment of ramped sellers, or "
        "at the productivity of those still ramping."
    ),
    source="docs/pipeline.md",
    formula="sum of quota x percent",
    parts={
        "quotas": Part("capacity", pl.col("quota"), is_list=True),
        "percents": Part("capacity", pl.col("percent"), is_list=True),
    },
    value=_value,
    example=Example(
        {
            "capacity": [
                *[{"quota": 150_000, "percent": 85}] * 7,
                *[{"quota": 150_000, "percent": 40, "is_ramped": False}] * 3,
            ]
        },
        expect=Fraction(1_072_500),
    ),
)
