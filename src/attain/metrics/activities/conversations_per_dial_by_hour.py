"""Conversations per dial, by hour: of the calls made in an hour of the day, the share that became a conversation."""

from fractions import Fraction

import polars as pl

from attain.metrics.model import Example, Metric, ratio
from attain.metrics.parts import count

METRIC = Metric(
    name="conversations_per_dial_by_hour",
    title="Conversations per dial, by hour",
    unit="ratio",
    kind="share",
    definition="Of the calls made in an hour of the day, the share that became a conversation.",
    source="docs/pipeline.md",
    formula="conversations / dials",
    parts={
        "talks": count("activities", (pl.col("kind") == "call") & pl.col("is_conversation")),
        "dials": count("activities", pl.col("kind") == "call"),
    },
    value=lambda p: ratio(p["talks"], p["dials"], "no call was made in the hour"),
    example=Example(
        {
            "activities": [
                *[{"kind": "call"}] * 15,
                *[{"kind": "call", "is_conversation": True}] * 5,
                {"kind": "meeting"},
                {"kind": "email"},
            ]
        },
        expect=Fraction(1, 4),
    ),
    interval_of=("talks", "dials"),
    always_by=("hour",),
)
