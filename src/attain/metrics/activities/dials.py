"""Dials: how many calls were made in the period."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, whole
from attain.metrics.parts import count

METRIC = Metric(
    name="dials",
    title="Dials",
    unit="count",
    kind="sum",
    definition="How many calls were made in the period.",
    source="docs/pipeline.md",
    formula="number of calls",
    parts={
        "dials": count("activities", pl.col("kind") == "call"),
    },
    value=lambda p: whole(p["dials"]),
    example=Example(
        {
            "activities": [
                *[{"kind": "call"}] * 15,
                *[{"kind": "call", "is_conversation": True}] * 5,
                {"kind": "meeting"},
                {"kind": "email"},
            ]
        },
        expect=Fraction(20),
    ),
)
